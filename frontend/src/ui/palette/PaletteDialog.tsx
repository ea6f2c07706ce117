import { Modal } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOfInputMethod } from '../../core/keys'
import { Kbd } from '../Kbd'
import { search } from './match'
import classes from './palette.module.css'

export interface PaletteItem {
  readonly id: string
  readonly label: string
  /** Heading under which it stands. */
  readonly group: string
  readonly icon?: Icon
  /** Further words to find it by. */
  readonly keywords?: string
  /** Its shortcut. */
  readonly keys?: string
  /** Why it cannot be done now, already in words; shown instead of the shortcut. */
  readonly disabled?: string
  readonly run: () => void
}

export interface PaletteDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly placeholder: string
  readonly items: readonly PaletteItem[]
  /** Hears what is typed, to look for more items elsewhere. */
  readonly onQuery?: (text: string) => void
}

/** Everything one can do or go to, found by typing. The workbench fills it with the editor's commands. */
export function PaletteDialog({ opened, onClose, ...props }: PaletteDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      size={560}
      styles={{ body: { padding: 0 } }}
      yOffset="12vh"
      overlayProps={{ backgroundOpacity: 0.25 }}
      attributes={{ content: { 'aria-label': props.placeholder } }}
    >
      <PaletteList {...props} onClose={onClose} />
    </Modal>
  )
}

type ListProps = Omit<PaletteDialogProps, 'opened'>

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 8,
  PageUp: -8,
}

function PaletteList({ items, placeholder, onQuery, onClose }: ListProps) {
  const { t } = useTranslation('common')
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const prefix = useId()
  const list = useRef<HTMLDivElement>(null)
  const found = search(items, query)
  const active = Math.min(at, found.length - 1)
  useEffect(() => {
    list.current?.querySelector(`[data-at="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const run = (item: PaletteItem | undefined) => {
    if (!item || item.disabled) return
    onClose()
    item.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isOfInputMethod(event.nativeEvent)) return
    const step = STEPS[event.key]
    if (step === undefined && event.key !== 'Enter') return
    event.preventDefault()
    if (step === undefined) run(found[active])
    else setAt(Math.max(0, Math.min(found.length - 1, active + step)))
  }
  return (
    <div className={classes.palette}>
      <div className={classes.field}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <input
          className={classes.input}
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={`${prefix}list`}
          aria-activedescendant={found.length ? `${prefix}${active}` : undefined}
          aria-label={placeholder}
          placeholder={placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setAt(0)
            onQuery?.(event.currentTarget.value)
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd keys="Escape" />
      </div>
      <div ref={list} id={`${prefix}list`} className={classes.list} role="listbox">
        {found.length === 0 && <p className={classes.nothing}>{t('search.nothing')}</p>}
        {found.map((item, index) => (
          <Line
            key={item.id}
            item={item}
            at={index}
            elementId={`${prefix}${index}`}
            isActive={index === active}
            heading={item.group === found[index - 1]?.group ? undefined : item.group}
            onRun={() => run(item)}
            onPoint={() => setAt(index)}
          />
        ))}
      </div>
    </div>
  )
}

interface LineProps {
  readonly item: PaletteItem
  readonly at: number
  readonly elementId: string
  readonly isActive: boolean
  readonly heading: string | undefined
  readonly onRun: () => void
  readonly onPoint: () => void
}

function Line({ item, at, elementId, isActive, heading, onRun, onPoint }: LineProps) {
  const Glyph = item.icon
  return (
    <>
      {heading && <div className={classes.heading}>{heading}</div>}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the text field hears the keys */}
      <div
        id={elementId}
        className={classes.line}
        role="option"
        data-at={at}
        aria-selected={isActive}
        aria-disabled={item.disabled ? true : undefined}
        onClick={onRun}
        onPointerMove={onPoint}
      >
        <span className={classes.glyph}>{Glyph && <Glyph size={15} stroke={1.75} />}</span>
        <span className={classes.label}>{item.label}</span>
        {item.disabled && <span className={classes.reason}>{item.disabled}</span>}
        {!item.disabled && item.keys && <Kbd keys={item.keys} />}
      </div>
    </>
  )
}
