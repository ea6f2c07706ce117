import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconGripVertical, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { keyFrom, moved, newOption, renamed, replaceAt, without } from './draft'
import { ProblemLines, useFieldProblem } from './problems'
import classes from './schema.module.css'
import type { DraftOption } from './types'
import { useReorder } from './use-reorder'

interface Props {
  readonly path: string
  readonly options: readonly DraftOption[]
  readonly onChange: (options: readonly DraftOption[]) => void
}

/** The choices of a select, in both languages; Enter in the last one makes the next. */
export function OptionList({ path, options, onChange }: Props) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  const reorder = useReorder((from, to) => onChange(moved(options, from, to)))
  const add = () => onChange([...options, newOption(options, t('new-option'))])
  // The key of an option nobody has used yet follows its name.
  const rename = (option: DraftOption, at: number, language: 'en' | 'zh', value: string) => {
    const others = options.filter((_, index) => index !== at).map(({ key }) => key)
    const follows = option.key === keyFrom(option.name.en, others)
    const name = renamed(option.name, language, value)
    const key = follows && language === 'en' && value.trim() ? keyFrom(value, others) : option.key
    onChange(replaceAt(options, at, { ...option, name, key }))
  }
  return (
    <fieldset className={classes.group}>
      <legend className={classes.fieldLabel}>{t('options')}</legend>
      <div className={classes.options}>
        {options.map((option, at) =>
          option.retired ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the key follows the name that is being typed
            <div key={at} className={classes.option} {...reorder(at)}>
              <IconGripVertical size={12} className={classes.grip} aria-hidden="true" />
              {(['en', 'zh'] as const).map((language) => (
                <TextInput
                  key={language}
                  size="xs"
                  aria-label={t(`name-in.${language}`)}
                  value={option.name[language]}
                  {...(language === 'en' ? field(`${path}[${at}].name`) : {})}
                  onFocus={(event) => event.currentTarget.select()}
                  onChange={(event) => rename(option, at, language, event.currentTarget.value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' && at === options.length - 1) add()
                  }}
                />
              ))}
              <span className={classes.optionKey}>{option.key}</span>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="xs"
                aria-label={t('remove-option', { name: option.name.en })}
                onClick={() => onChange(without(options, at))}
              >
                <IconX size={12} />
              </ActionIcon>
            </div>
          ),
        )}
      </div>
      <Button variant="subtle" size="xs" leftSection={<IconPlus size={12} />} onClick={add}>
        {t('add-option')}
      </Button>
      <ProblemLines path={path} />
    </fieldset>
  )
}
