import { Checkbox } from '@mantine/core'
import { IconPhotoOff } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Selection } from '../table/selection'
import { LabelOverlay } from './LabelOverlay'
import type { Thumbnail } from './ThumbnailGrid'
import classes from './ThumbnailGrid.module.css'

interface TileProps {
  readonly elementId: string
  readonly thumbnail: Thumbnail
  readonly colours: Readonly<Record<string, string>>
  readonly isActive: boolean
  readonly selection: Selection | undefined
  readonly all: readonly string[]
  readonly onOpen: () => void
}

export function Tile(props: TileProps) {
  const { thumbnail, selection, all } = props
  const { t } = useTranslation('common')
  const isSelected = selection?.has(thumbnail.id) ?? false
  const onClick = (event: MouseEvent) => {
    if ((event.target as Element).closest('a, button, input, label')) return
    if (selection && (event.ctrlKey || event.metaKey)) selection.toggle(thumbnail.id)
    else if (selection && event.shiftKey) selection.extend(thumbnail.id, all)
    else props.onOpen()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox hears the keys
    <div
      id={props.elementId}
      className={classes.tile}
      role="option"
      aria-selected={isSelected}
      aria-label={thumbnail.name}
      data-active={props.isActive || undefined}
      onClick={onClick}
    >
      <div className={classes.picture}>
        <Picture thumbnail={thumbnail} colours={props.colours} />
        {thumbnail.badge && <div className={classes.badge}>{thumbnail.badge}</div>}
        {selection && (
          // biome-ignore lint/a11y/useKeyWithClickEvents: Space selects; an option holds nothing to tab to
          // biome-ignore lint/a11y/noStaticElementInteractions: the option itself says whether it is selected
          <div
            className={classes.check}
            data-any={selection.size > 0 || undefined}
            title={t('table.select-row')}
            onClick={(event) => {
              event.stopPropagation()
              selection.toggle(thumbnail.id)
            }}
          >
            <Checkbox.Indicator checked={isSelected} />
          </div>
        )}
      </div>
      <div className={classes.caption}>
        <span className={classes.name} title={thumbnail.name}>
          {thumbnail.name}
        </span>
        {thumbnail.meta}
      </div>
    </div>
  )
}

/** A picture with its labels, or a sign that there is none (yet). */
export function Picture({
  thumbnail,
  colours,
}: {
  thumbnail: Pick<Thumbnail, 'url' | 'name' | 'width' | 'height' | 'shapes'>
  colours: Readonly<Record<string, string>>
}) {
  const { url, width, height, shapes } = thumbnail
  if (!url) return <IconPhotoOff className={classes.none} size={20} stroke={1.5} />
  return (
    <>
      <img src={url} alt="" loading="lazy" decoding="async" draggable={false} />
      {shapes && shapes.length > 0 && width && height && (
        <LabelOverlay width={width} height={height} shapes={shapes} colours={colours} />
      )}
    </>
  )
}
