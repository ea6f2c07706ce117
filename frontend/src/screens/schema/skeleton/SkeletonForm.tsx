import { Button, FileButton, Menu, SegmentedControl } from '@mantine/core'
import { IconChevronDown, IconPhoto } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SkeletonTemplate } from '../../../core/schema'
import { ProblemLines } from '../problems'
import schemaClasses from '../schema.module.css'
import { Drawing, type Mode } from './Drawing'
import { PointTable } from './PointTable'
import { PRESETS } from './presets'
import classes from './skeleton.module.css'
import { EMPTY } from './template'

interface Props {
  readonly path: string
  readonly colour: string
  readonly template: SkeletonTemplate | undefined
  /** Points that some version already knows: their keys stay. */
  readonly published: SkeletonTemplate | undefined
  readonly onChange: (template: SkeletonTemplate) => void
}

const MODES: readonly Mode[] = ['points', 'edges', 'mirror']
const NAMES = ['person', 'face'] as const

function Presets({ onChange }: Pick<Props, 'onChange'>) {
  const { t } = useTranslation('schema')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" size="xs" rightSection={<IconChevronDown size={13} />}>
          {t('skeleton.presets')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {NAMES.map((name) => (
          <Menu.Item key={name} onClick={() => onChange(PRESETS[name])}>
            {t(`skeleton.preset.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The skeleton of a label: its points are drawn, named, joined and paired here. */
export function SkeletonForm({ path, colour, template = EMPTY, published, onChange }: Props) {
  const { t } = useTranslation('schema')
  const [mode, setMode] = useState<Mode>('points')
  const [chosen, setChosen] = useState<string | null>(null)
  const [picture, setPicture] = useState<string | null>(null)
  useEffect(() => () => void (picture && URL.revokeObjectURL(picture)), [picture])
  return (
    <fieldset className={schemaClasses.group} data-testid="skeleton">
      <legend className={schemaClasses.fieldLabel}>{t('skeleton.title')}</legend>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t('skeleton.mode-label')}
          value={mode}
          onChange={(value) => {
            setMode(value as Mode)
            setChosen(null)
          }}
          data={MODES.map((value) => ({ value, label: t(`skeleton.mode.${value}`) }))}
        />
        <FileButton
          accept="image/*"
          onChange={(file) => setPicture(file && URL.createObjectURL(file))}
        >
          {(button) => (
            <Button {...button} variant="subtle" size="xs" leftSection={<IconPhoto size={13} />}>
              {t('skeleton.picture')}
            </Button>
          )}
        </FileButton>
        <Presets onChange={onChange} />
      </div>
      <p className={schemaClasses.quiet}>{t(`skeleton.hint.${mode}`)}</p>
      <div className={classes.parts}>
        <Drawing
          template={template}
          colour={colour}
          mode={mode}
          chosen={chosen}
          picture={picture}
          onChoose={setChosen}
          onChange={onChange}
        />
        <PointTable
          path={`${path}.points`}
          template={template}
          published={published}
          chosen={chosen}
          onChoose={setChosen}
          onChange={onChange}
        />
      </div>
      {['points', 'edges', 'mirror'].map((field) => (
        <ProblemLines key={field} path={`${path}.${field}`} />
      ))}
    </fieldset>
  )
}
