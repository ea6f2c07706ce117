import { grow, unite } from '../../core/geometry'
import type { Annotation } from '../../core/patch'
import { useWorkbench } from '../context'
import classes from './dialogs.module.css'
import { outlineOf } from './outline'

interface Props {
  /** What is drawn in full. */
  readonly record: Annotation | null
  /** What is drawn thin beside it, for comparison; decides the frame too. */
  readonly other: Annotation | null
  readonly label: string
}

/** The piece of the picture that one version of an annotation is about. */
export function Snippet({ record, other, label }: Props) {
  const { bundle, editor } = useWorkbench().session
  const { url } = bundle.asset
  const { width, height } = editor.extent
  const shapes = [record, other].filter((one) => one !== null)
  const bounds = unite(shapes.map((one) => editor.kindOf(one)?.bounds(one.data) ?? null))
  if (!bounds) return null
  const margin = Math.max(
    20,
    (bounds.maxX - bounds.minX) * 0.25,
    (bounds.maxY - bounds.minY) * 0.25,
  )
  const frame = grow(bounds, margin)
  const size = Math.max(frame.maxX - frame.minX, frame.maxY - frame.minY)
  const box = `${frame.minX} ${frame.minY} ${frame.maxX - frame.minX} ${frame.maxY - frame.minY}`
  const color = (record && editor.labelOf(record)?.color) ?? '#ffffff'
  const mark = size / 40
  return (
    <svg className={classes.snippet} viewBox={box} role="img" aria-label={label}>
      <image href={url} width={width} height={height} />
      {other && (
        <path
          d={outlineOf(other.kind, other.data, mark)}
          className={classes.otherOutline}
          vectorEffect="non-scaling-stroke"
        />
      )}
      {record && (
        <>
          <path
            d={outlineOf(record.kind, record.data, mark)}
            className={classes.underline}
            vectorEffect="non-scaling-stroke"
          />
          <path
            d={outlineOf(record.kind, record.data, mark)}
            className={classes.outline}
            stroke={color}
            vectorEffect="non-scaling-stroke"
          />
        </>
      )}
    </svg>
  )
}
