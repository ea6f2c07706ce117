import type { Editor } from './editor'
import { newId } from './ids'
import type { Annotation } from './patch'
import { defaultValues, findLabel, type Label } from './schema'
import type { Transaction } from './transaction'

/** Label that a new annotation of this kind gets: the active one if it allows the kind, else the first that does. */
export function labelFor(editor: Editor, kind: string): Label | undefined {
  const schema = editor.schema.peek()
  const active = findLabel(schema, editor.label.peek())
  if (active?.kinds.includes(kind)) return active
  return schema.labels.find((label) => label.kinds.includes(kind))
}

/** A new annotation drawn by a person, with the defaults of its label. */
export function newAnnotation(kind: string, data: unknown, label?: Label): Annotation {
  return {
    id: newId(),
    kind,
    label: label?.key ?? '',
    data,
    attributes: defaultValues(label?.attributes ?? []),
    z: 0,
    group: null,
    source: { origin: 'human' },
    score: null,
  }
}

/** The statement "nothing to label here" ends as soon as there is something. */
export function dropEmpty(tx: Transaction): void {
  for (const record of tx.base.records.peek().values()) {
    if (record.kind === 'empty') tx.remove(record.id)
  }
}

/** Put an annotation into the transaction as the first or a further one. */
export function putNew(tx: Transaction, record: Annotation): void {
  if (record.kind !== 'empty' && record.kind !== 'answers') dropEmpty(tx)
  tx.put(record)
}
