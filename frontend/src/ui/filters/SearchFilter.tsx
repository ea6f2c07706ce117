import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

const PAUSE = 250

interface SearchFilterProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
}

/** Searches when the typing pauses, and never while an input method composes. */
export function SearchFilter({ label, value, onChange }: SearchFilterProps) {
  const { t } = useTranslation('common')
  const [text, setText] = useState(value)
  const composing = useRef(false)
  const sent = useRef(value)
  const send = useRef(onChange)
  send.current = onChange

  // The address changed by itself: back, forward, "clear".
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    if (text === sent.current || composing.current) return
    const timer = setTimeout(() => {
      sent.current = text
      send.current(text)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text])

  return (
    <TextInput
      size="xs"
      w={200}
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      leftSection={<IconSearch size={13} stroke={1.75} />}
      rightSection={
        text && (
          <CloseButton
            size={18}
            onClick={() => setText('')}
            aria-label={t('filter.clear-search')}
          />
        )
      }
      onChange={(event) => setText(event.currentTarget.value)}
      onCompositionStart={() => {
        composing.current = true
      }}
      onCompositionEnd={(event) => {
        composing.current = false
        setText(event.currentTarget.value)
      }}
    />
  )
}
