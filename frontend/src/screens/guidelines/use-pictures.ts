import { type ClipboardEvent, type DragEvent, type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, unwrap } from '../../api'
import { useProject } from '../../app/project'
import { notifyError } from '../../ui/notify'
import { insertBlock, pictureMark, placeholderOf } from './markdown-edit'

type SetText = (change: (text: string) => string) => void

const picturesOf = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'))

function useUpload(): (file: File) => Promise<string> {
  const project = useProject()
  return async (file) => {
    const answer = await unwrap(
      api.POST('/api/v1/projects/{project}/guideline-pictures', {
        params: { path: { project: project.id } },
        body: { file: file as unknown as string },
        bodySerializer: ({ file }) => {
          const form = new FormData()
          form.append('file', file as unknown as Blob)
          return form
        },
      }),
    )
    return answer.address
  }
}

/**
 * Pictures that are chosen, pasted or dropped: each has its place in the text at once and is there when it has arrived.
 * Meanwhile people go on writing, so the place is found by its words and not by a number.
 */
export function usePictures(area: RefObject<HTMLTextAreaElement | null>, setText: SetText) {
  const { t } = useTranslation('guidelines')
  const upload = useUpload()
  const count = useRef(0)
  const [pending, setPending] = useState(0)
  const [isOver, setOver] = useState(false)

  const addOne = async (file: File) => {
    count.current += 1
    const place = placeholderOf(t('picture.uploading', { name: file.name }), count.current)
    const { selectionStart = 0, selectionEnd = 0 } = area.current ?? {}
    setText((text) => insertBlock(text, selectionStart, selectionEnd, place).text)
    setPending((number) => number + 1)
    try {
      const mark = pictureMark(file.name || t('picture.alt'), await upload(file))
      setText((text) => text.replace(place, () => mark))
    } catch (error) {
      setText((text) => text.replace(`${place}\n\n`, '').replace(place, ''))
      notifyError(error)
    } finally {
      setPending((number) => number - 1)
    }
  }
  const add = (files: readonly File[]) => {
    // The last first: each is put at the caret, before those that came.
    for (const file of [...files].reverse()) void addOne(file)
  }
  const take = (event: ClipboardEvent | DragEvent, data: DataTransfer | null) => {
    setOver(false)
    const files = picturesOf(data)
    if (files.length === 0) return
    event.preventDefault()
    add(files)
  }
  return {
    add,
    isPending: pending > 0,
    isOver,
    handlers: {
      onPaste: (event: ClipboardEvent) => take(event, event.clipboardData),
      onDrop: (event: DragEvent) => take(event, event.dataTransfer),
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: () => setOver(false),
    },
  }
}
