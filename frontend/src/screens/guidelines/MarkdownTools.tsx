import { ActionIcon } from '@mantine/core'
import {
  type Icon,
  IconBold,
  IconCode,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconPhoto,
  IconTable,
} from '@tabler/icons-react'
import { type RefObject, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Tip } from '../../ui/Tip'
import classes from './guidelines.module.css'
import { type Edit, prefixLines, surround } from './markdown-edit'

interface Tool {
  readonly name: string
  readonly icon: Icon
  readonly apply: (text: string, start: number, end: number) => Edit
}

const TABLE = '\n| | |\n|---|---|\n| | |\n'

const TOOLS: readonly Tool[] = [
  { name: 'heading', icon: IconHeading, apply: (...at) => prefixLines(...at, () => '## ') },
  { name: 'bold', icon: IconBold, apply: (...at) => surround(...at, '**', '**') },
  { name: 'italic', icon: IconItalic, apply: (...at) => surround(...at, '*', '*') },
  { name: 'list', icon: IconList, apply: (...at) => prefixLines(...at, () => '- ') },
  {
    name: 'numbered',
    icon: IconListNumbers,
    apply: (...at) => prefixLines(...at, (line) => `${line + 1}. `),
  },
  { name: 'link', icon: IconLink, apply: (...at) => surround(...at, '[', '](https://)') },
  { name: 'code', icon: IconCode, apply: (...at) => surround(...at, '`', '`') },
  { name: 'table', icon: IconTable, apply: (...at) => surround(...at, '', TABLE) },
]

interface Props {
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly onChange: (text: string) => void
  readonly onPictures: (files: readonly File[]) => void
}

/** The usual marks for those who do not know Markdown by heart. */
export function MarkdownTools({ area, onChange, onPictures }: Props) {
  const { t } = useTranslation('guidelines')
  const use = (tool: Tool) => {
    const element = area.current
    if (!element) return
    const edit = tool.apply(element.value, element.selectionStart, element.selectionEnd)
    onChange(edit.text)
    // The new text is in the field only after it was drawn again.
    requestAnimationFrame(() => {
      element.focus()
      element.setSelectionRange(edit.start, edit.end)
    })
  }
  return (
    <div className={classes.tools} role="toolbar" aria-label={t('tools')}>
      {TOOLS.map((tool) => (
        <Tip key={tool.name} label={t(`tool.${tool.name}`)}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t(`tool.${tool.name}`)}
            onClick={() => use(tool)}
          >
            <tool.icon size={16} stroke={1.75} />
          </ActionIcon>
        </Tip>
      ))}
      <PictureTool onPictures={onPictures} />
    </div>
  )
}

function PictureTool({ onPictures }: Pick<Props, 'onPictures'>) {
  const { t } = useTranslation('guidelines')
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Tip label={t('tool.picture')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('tool.picture')}
          onClick={() => input.current?.click()}
        >
          <IconPhoto size={16} stroke={1.75} />
        </ActionIcon>
      </Tip>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={t('tool.picture')}
        onChange={({ currentTarget }) => {
          onPictures([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
    </>
  )
}
