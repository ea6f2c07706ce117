import { type Command, defineCommand } from '../command'
import { newAnnotation, putNew } from '../create'
import type { Editor } from '../editor'
import { seenAs } from '../kind'
import type { Annotation } from '../patch'
import { defaultValues, type Label, type LabelSchema } from '../schema'
import { chosen, isDrawnOn } from '../selection'

/** The same annotation under another label: attributes that the new label knows are kept. */
export function relabelled(record: Annotation, label: Label): Annotation {
  const known = new Set(label.attributes.map(({ key }) => key))
  const kept = Object.entries(record.attributes).filter(([key]) => known.has(key))
  return {
    ...record,
    label: label.key,
    attributes: { ...defaultValues(label.attributes), ...Object.fromEntries(kept) },
  }
}

/** Put the tag of this label on the asset, or take it off. */
export function toggleTag(editor: Editor, label: Label): void {
  const tags = [...editor.work.records.peek().values()].filter(
    (record) => record.kind === 'tag' && record.label === label.key,
  )
  editor.edit('editor:edit.tag', (tx) => {
    for (const { id } of tags) tx.remove(id)
    if (tags.length === 0) putNew(tx, newAnnotation('tag', {}, label))
  })
}

const relabels = (editor: Editor, label: Label): readonly Annotation[] =>
  chosen(editor).filter(
    (record) => editor.editable(record.id) === true && allows(editor, label, record),
  )

/** What has labels of its own inside, like the points of a frame, has none itself. */
const allows = (editor: Editor, label: Label, record: Annotation): boolean => {
  const kind = editor.kindOf(record)
  return (kind?.labelled ?? true) && label.kinds.includes(seenAs(kind, record))
}

const isTagOnly = ({ kinds }: Label): boolean => kinds.length === 1 && kinds[0] === 'tag'

/**
 * What a label's key does, one thing at a time: change what somebody has chosen, else tag the asset or be the
 * label of the next annotation. What was just drawn is selected, but not chosen: a key that comes after it is
 * meant for the next one.
 */
function useLabel(editor: Editor, label: Label): void {
  const records = relabels(editor, label)
  if (records.length > 0) {
    editor.edit('editor:edit.label', (tx) => {
      for (const { id } of records) tx.update(id, (record) => relabelled(record, label))
    })
  } else if (isTagOnly(label)) toggleTag(editor, label)
  else {
    // A brush goes on with the mask in hand; another label begins another one.
    if (isDrawnOn(editor)) editor.select([])
    editor.label.value = label.key
  }
}

/** The label of what a key would change, or of the next annotation. */
function isCurrent(editor: Editor, label: Label): boolean {
  const records = chosen(editor)
  return records.length > 0
    ? records.every((record) => record.label === label.key)
    : editor.label.value === label.key
}

function canUse(editor: Editor, label: Label): true | string {
  const selected = chosen(editor)
  if (isTagOnly(label) || selected.length === 0)
    return isTagOnly(label) ? editor.canWrite.value : true
  if (selected.every((record) => !allows(editor, label, record))) return 'label-other-kind'
  if (editor.canWrite.value !== true) return editor.canWrite.value
  return relabels(editor, label).length > 0 || 'locked'
}

/** One command per label, `label.<key>`, on the key that the schema gives it. */
export function labelCommands(schema: LabelSchema): readonly Command[] {
  return schema.labels.map((label) =>
    defineCommand(`label.${label.key}`, 'label', (e) => useLabel(e, label), {
      icon: 'tag',
      text: label.name,
      ...(label.hotkey ? { keys: [label.hotkey.toUpperCase()] } : {}),
      enabled: (e) => canUse(e, label),
      active: (e) => isCurrent(e, label),
    }),
  )
}
