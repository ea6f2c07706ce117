import { Input, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session'
import { isLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '../app/i18n'

export interface MailLanguageProps {
  readonly value: Language
  readonly onChange: (language: Language) => void
}

/** In which language an invitation is mailed; nothing to choose where no mail is sent. */
export function MailLanguage({ value, onChange }: MailLanguageProps) {
  const { t } = useTranslation()
  if (!useSession().mail) return null
  return (
    <Input.Wrapper label={t('mail.language')} labelElement="div">
      <div>
        <SegmentedControl
          aria-label={t('mail.language')}
          data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
          value={value}
          onChange={(chosen) => isLanguage(chosen) && onChange(chosen)}
        />
      </div>
    </Input.Wrapper>
  )
}
