import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { useComputed } from '../../../workbench/use-value'
import { segmentOf } from './events'

interface Props {
  readonly editor: Editor
  readonly record: Annotation
}

/** What an event is called: chapters have names. */
export function EventName({ editor, record }: Props) {
  const { t } = useTranslation('video')
  const data = segmentOf(record)
  const [typed, setTyped] = useState<string | null>(null)
  const disabled = useComputed(() => editor.editable(record.id) !== true, [editor, record])
  if (!data) return null
  const keep = () => {
    if (typed !== null && typed.trim() !== data.text) {
      editor.edit('video:edit.name', (tx) =>
        tx.update(record.id, (one) => withData(one, { ...data, text: typed.trim() })),
      )
    }
    setTyped(null)
  }
  return (
    <TextInput
      size="xs"
      label={t('events.name')}
      value={typed ?? data.text}
      disabled={disabled}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}
