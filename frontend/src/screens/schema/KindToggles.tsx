import { Chip, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { KindPicture } from './KindPicture'
import { ProblemLines } from './problems'
import classes from './schema.module.css'

interface Props {
  readonly path: string
  readonly all: readonly string[]
  readonly value: readonly string[]
  readonly onChange: (kinds: string[]) => void
}

/** Shapes that a label may be drawn as; the first chosen one is what the editor draws at once. */
export function KindToggles({ path, all, value, onChange }: Props) {
  const { t } = useTranslation('schema')
  return (
    <fieldset className={classes.group}>
      <legend className={classes.fieldLabel}>{t('kinds')}</legend>
      <Chip.Group multiple value={[...value]} onChange={onChange}>
        <Group gap={6}>
          {all.map((kind) => (
            <Chip key={kind} value={kind} size="xs" radius="sm">
              <span className={classes.kind}>
                <KindPicture kind={kind} />
                {t(`kind.${kind}`, { defaultValue: kind })}
              </span>
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <ProblemLines path={`${path}.kinds`} />
    </fieldset>
  )
}
