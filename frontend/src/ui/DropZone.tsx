import { IconUpload } from '@tabler/icons-react'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import classes from './DropZone.module.css'
import { filesOf } from './dropped-files'

export interface DroppedFile {
  readonly file: File
  /** Path inside what was dropped, with `/`; the name alone for a single file. */
  readonly path: string
}

export interface DropZoneProps {
  readonly title: string
  readonly hint?: ReactNode
  /** As the file input's `accept`. */
  readonly accept?: string
  readonly disabled?: boolean
  readonly onFiles: (files: readonly DroppedFile[]) => void
  readonly children?: ReactNode
}

/** Files, folders and zips by drag and drop, or by the file dialog on a click. */
export function DropZone({ title, hint, accept, disabled, onFiles, children }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!disabled) void filesOf(event.dataTransfer).then((files) => files.length && onFiles(files))
  }
  return (
    <div
      role="group"
      aria-label={title}
      className={classes.zone}
      data-over={over || undefined}
      data-disabled={disabled || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <button
        type="button"
        className={classes.button}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        <IconUpload size={20} stroke={1.5} aria-hidden />
        <span className={classes.title}>{title}</span>
        {hint && <span className={classes.hint}>{hint}</span>}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          if (files.length) onFiles(files.map((file) => ({ file, path: file.name })))
        }}
      />
      {children}
    </div>
  )
}
