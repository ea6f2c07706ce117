import { ActionIcon, Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tip } from './Tip'

/** Copies `value`; with `text` a button that says so, without an icon. */
export function CopyButton({ value, text }: { value: string; text?: string }) {
  const { t } = useTranslation('common')
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => void navigator.clipboard.writeText(value).then(() => setCopied(true))
  const glyph = copied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.75} />
  const label = copied ? t('copied') : (text ?? t('copy'))
  if (text) {
    return (
      <Button variant="default" leftSection={glyph} onClick={copy}>
        {label}
      </Button>
    )
  }
  return (
    <Tip label={label}>
      <ActionIcon size="sm" onClick={copy} aria-label={label}>
        {glyph}
      </ActionIcon>
    </Tip>
  )
}
