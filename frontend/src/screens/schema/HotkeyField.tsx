import { CloseButton, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly value: string | null
  readonly error?: string
  readonly onChange: (hotkey: string | null) => void
}

/** Press the key itself; Backspace takes it away. */
export function HotkeyField({ value, error, onChange }: Props) {
  const { t } = useTranslation('schema')
  return (
    <TextInput
      label={t('hotkey')}
      w={110}
      value={value?.toUpperCase() ?? ''}
      placeholder={t('no-hotkey')}
      error={error}
      readOnly
      rightSection={
        value && (
          <CloseButton size="xs" aria-label={t('no-hotkey')} onClick={() => onChange(null)} />
        )
      }
      onKeyDown={(event) => {
        if (event.key === 'Tab' || event.ctrlKey || event.metaKey || event.altKey) return
        if (event.key === 'Backspace' || event.key === 'Delete') onChange(null)
        else if (event.key.length === 1 && event.key.trim()) onChange(event.key.toLowerCase())
        else return
        event.preventDefault()
      }}
    />
  )
}
