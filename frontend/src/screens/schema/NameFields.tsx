import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Text } from '../../core/schema'
import { renamed } from './draft'
import classes from './schema.module.css'

interface Props {
  readonly name: Text
  readonly error?: string
  readonly autoFocus?: boolean
  readonly onChange: (name: Text) => void
}

/** A name in both languages; the second follows the first until somebody writes it. */
export function NameFields({ name, error, autoFocus, onChange }: Props) {
  const { t, i18n } = useTranslation('schema')
  const languages = i18n.language === 'zh' ? (['zh', 'en'] as const) : (['en', 'zh'] as const)
  return (
    <div className={classes.names}>
      {languages.map((language, at) => (
        <TextInput
          key={language}
          label={t(`name-in.${language}`)}
          value={name[language]}
          maxLength={200}
          autoFocus={autoFocus === true && at === 0}
          error={at === 0 ? error : undefined}
          onChange={(event) => onChange(renamed(name, language, event.currentTarget.value))}
        />
      ))}
    </div>
  )
}
