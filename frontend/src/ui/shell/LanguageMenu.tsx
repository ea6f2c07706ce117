import { ActionIcon, Menu } from '@mantine/core'
import { IconCheck, IconLanguage } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from '../../app/i18n'
import { useChooseLanguage } from '../../app/preferences'

export function LanguageMenu() {
  const { t } = useTranslation('common')
  const language = currentLanguage()
  const choose = useChooseLanguage()
  return (
    <Menu position="bottom-end" width={160}>
      <Menu.Target>
        <ActionIcon aria-label={t('language')} title={t('language')}>
          <IconLanguage size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            aria-current={one === language || undefined}
            rightSection={one === language ? <IconCheck size={14} /> : null}
            onClick={() => choose(one)}
          >
            {LANGUAGE_NAMES[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
