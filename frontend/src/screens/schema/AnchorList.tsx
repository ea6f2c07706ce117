import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Anchor } from '../../core/schema'
import { newAnchor, renamed, without } from './draft'
import { ProblemLines, useFieldProblem } from './problems'
import classes from './schema.module.css'
import type { DraftAttribute } from './types'

interface Props {
  readonly attribute: DraftAttribute
  readonly path: string
  readonly onChange: (anchors: readonly Anchor[]) => void
}

/** What the numbers of a scale mean, in both languages: each from its number up to the next. */
export function AnchorList({ attribute, path, onChange }: Props) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  const anchors = attribute.anchors ?? []
  const set = (at: number, change: Partial<Anchor>) =>
    onChange(anchors.map((each, index) => (index === at ? { ...each, ...change } : each)))
  return (
    <fieldset className={classes.group}>
      <legend className={classes.fieldLabel}>{t('anchors')}</legend>
      <div className={classes.options}>
        {anchors.map((anchor, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: its number is being typed
          <div key={at} className={classes.anchor}>
            <NumberInput
              size="xs"
              hideControls
              aria-label={t('anchor-at')}
              value={anchor.at}
              onChange={(value) => typeof value === 'number' && set(at, { at: value })}
              {...field(`${path}[${at}].at`)}
            />
            {(['en', 'zh'] as const).map((language) => (
              <TextInput
                key={language}
                size="xs"
                aria-label={t(`name-in.${language}`)}
                value={anchor.name[language]}
                maxLength={200}
                {...(language === 'en' ? field(`${path}[${at}].name`) : {})}
                onChange={(event) =>
                  set(at, { name: renamed(anchor.name, language, event.currentTarget.value) })
                }
              />
            ))}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="xs"
              aria-label={t('remove-option', { name: anchor.name.en || String(anchor.at) })}
              onClick={() => onChange(without(anchors, at))}
            >
              <IconX size={12} />
            </ActionIcon>
          </div>
        ))}
      </div>
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={12} />}
        onClick={() => onChange([...anchors, newAnchor(attribute, t('new-anchor'))])}
      >
        {t('add-anchor')}
      </Button>
      <ProblemLines path={path} />
    </fieldset>
  )
}
