import { ActionIcon, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useChooseTheme } from '../../app/preferences'

const CHOICES: readonly [MantineColorScheme, typeof IconSun][] = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
]

export function ThemeMenu() {
  const { t } = useTranslation('common')
  const { colorScheme } = useMantineColorScheme()
  const choose = useChooseTheme()
  const Current = CHOICES.find(([scheme]) => scheme === colorScheme)?.[1] ?? IconDeviceDesktop
  return (
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <ActionIcon aria-label={t('theme.title')} title={t('theme.title')}>
          <Current size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {CHOICES.map(([scheme, Glyph]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Glyph size={14} stroke={1.75} />}
            rightSection={scheme === colorScheme ? <IconCheck size={14} /> : null}
            aria-current={scheme === colorScheme || undefined}
            onClick={() => choose(scheme)}
          >
            {t(`theme.${scheme}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
