import { Button, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../workbench/context'
import { AttributeList } from './AttributeList'
import { ColourField } from './ColourField'
import { HotkeyField } from './HotkeyField'
import { KindToggles } from './KindToggles'
import { NameFields } from './NameFields'
import { ProblemLines, useFieldProblem } from './problems'
import classes from './schema.module.css'
import { SkeletonForm } from './skeleton/SkeletonForm'
import type { DraftLabel } from './types'

interface Props {
  readonly label: DraftLabel
  /** Its place in the schema: `labels[2]`. */
  readonly path: string
  readonly kinds: readonly string[]
  readonly otherColours: readonly string[]
  /** As the newest version has it, if any does: then its key stays. */
  readonly published: DraftLabel | undefined
  readonly onChange: (label: DraftLabel) => void
  readonly onRemove: () => void
}

/** Everything about one label. */
export function LabelForm(props: Props) {
  const { label, path, onChange } = props
  const { t } = useTranslation('schema')
  const text = useText()
  const field = useFieldProblem()
  const change = (changes: Partial<DraftLabel>) => onChange({ ...label, ...changes })
  return (
    <section className={classes.form} aria-label={text(label.name)}>
      <Head label={label} onRemove={props.onRemove} />
      <NameFields
        name={label.name}
        onChange={(name) => change({ name })}
        {...field(`${path}.name`)}
      />
      <Identity {...props} change={change} />
      <ProblemLines path={`${path}.color`} />
      <KindToggles
        path={path}
        all={props.kinds}
        value={label.kinds}
        onChange={(kinds) => change({ kinds })}
      />
      {label.kinds.includes('skeleton') && (
        <SkeletonForm
          path={`${path}.skeleton`}
          colour={label.color}
          template={label.skeleton}
          published={props.published?.skeleton}
          onChange={(skeleton) => change({ skeleton })}
        />
      )}
      <AttributeList
        title={t('attributes')}
        empty={t('no-attributes')}
        path={`${path}.attributes`}
        attributes={label.attributes}
        onChange={(attributes) => change({ attributes })}
      />
    </section>
  )
}

function Head({ label, onRemove }: Pick<Props, 'label' | 'onRemove'>) {
  const { t } = useTranslation('schema')
  const text = useText()
  return (
    <header className={classes.formHead}>
      <span className={classes.bigSwatch} style={{ background: label.color }} />
      <h2 className={classes.formTitle}>{text(label.name)}</h2>
      <Button
        variant="subtle"
        color="red"
        size="xs"
        leftSection={<IconTrash size={13} />}
        onClick={onRemove}
      >
        {t('remove-label')}
      </Button>
    </header>
  )
}

interface IdentityProps extends Props {
  readonly change: (changes: Partial<DraftLabel>) => void
}

/** What tells it from the others: its key, its key on the keyboard and its colour. */
function Identity({ label, path, published, otherColours, change }: IdentityProps) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  return (
    <div className={classes.line}>
      <TextInput
        label={t('key')}
        description={published ? undefined : t('key-hint')}
        className={classes.keyField ?? ''}
        value={label.key}
        readOnly={published !== undefined}
        onChange={(event) => change({ key: event.currentTarget.value })}
        {...field(`${path}.key`)}
      />
      <HotkeyField
        value={label.hotkey}
        onChange={(hotkey) => change({ hotkey })}
        {...field(`${path}.hotkey`)}
      />
      <div>
        <div className={classes.fieldLabel}>{t('colour')}</div>
        <ColourField
          value={label.color}
          taken={otherColours}
          onChange={(color) => change({ color })}
        />
      </div>
    </div>
  )
}
