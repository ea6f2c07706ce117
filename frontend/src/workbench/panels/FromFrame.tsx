import { Checkbox } from '@mantine/core'
import type { Editor } from '../../core/editor'
import { withData } from '../../core/kind'
import type { Annotation } from '../../core/patch'
import { findLabel } from '../../core/schema'
import { type Keyframe, type Track, withAttributeFrom, withOccludedFrom } from '../../kinds'
import { useValue } from '../use-value'
import { AttributeFields } from './AttributeFields'
import classes from './panels.module.css'

interface Props<Data> {
  readonly editor: Editor
  readonly record: Annotation
  readonly trackOf: (record: Annotation) => Track<Data> | null
  /** The track in the frame on the screen. */
  readonly now: Keyframe<Data>
  readonly occluded: string
  readonly disabled: boolean
}

/** What of a track changes from the frame on the screen on: whether something hides it, and its attributes. */
export function FromFrame<Data>({ editor, record, trackOf, now, occluded, disabled }: Props<Data>) {
  const schema = useValue(editor.schema)
  const change = (edit: (track: Track<Data>) => Track<Data>) =>
    editor.edit('editor:edit.attributes', (tx) =>
      tx.update(record.id, (one) => {
        const current = trackOf(one)
        return current ? withData(one, edit(current)) : one
      }),
    )
  return (
    <>
      <div className={classes.field}>
        <span className={classes.fieldName}>{occluded}</span>
        <Checkbox
          aria-label={occluded}
          checked={now.occluded}
          disabled={disabled}
          onChange={(event) => {
            const { checked } = event.currentTarget
            change((one) => withOccludedFrom(one, now.frame, checked))
          }}
        />
      </div>
      <AttributeFields
        attributes={findLabel(schema, record.label)?.attributes ?? []}
        all={[{ ...record.attributes, ...now.attributes }]}
        disabled={disabled}
        onChange={(name, value) => change((one) => withAttributeFrom(one, now.frame, name, value))}
      />
    </>
  )
}
