import type { AnyKind } from './kind'
import type { Transaction } from './transaction'

type Kinds = ReadonlyMap<string, AnyKind>

/** What names an annotation that goes, goes with it: the arrows at a deleted object, the words of a sentence and their phones. */
export function dropOrphans(tx: Transaction, kinds: Kinds): void {
  const naming = [...kinds.values()].filter(({ names }) => names)
  if (naming.length === 0) return
  let gone = new Set(tx.patch.flatMap(({ id, after }) => (after ? [] : [id])))
  while (gone.size > 0) {
    const orphans = [...tx.base.records.peek().keys()].filter((id) => {
      const record = tx.get(id)
      const named = record && kinds.get(record.kind)?.names?.(record.data)
      return named?.some((one) => gone.has(one))
    })
    for (const id of orphans) tx.remove(id)
    gone = new Set(orphans)
  }
}

/** What named those that go names their heir: the arrows at an object that became part of another. */
export function inherit(
  tx: Transaction,
  kinds: Kinds,
  gone: ReadonlySet<string>,
  heir: string,
): void {
  for (const { id, kind } of tx.base.records.peek().values()) {
    const known = kinds.get(kind)
    const record = known?.renamed && tx.get(id)
    if (!record || !known.names?.(record.data).some((one) => gone.has(one))) continue
    const data = known.renamed?.(record.data, (one) => (gone.has(one) ? heir : one))
    if (data) tx.put({ ...record, data })
    else tx.remove(id)
  }
}
