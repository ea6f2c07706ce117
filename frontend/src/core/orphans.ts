import type { AnyKind } from './kind'
import type { Transaction } from './transaction'

/** What names an annotation that goes, goes with it: the arrows at a deleted object. */
export function dropOrphans(tx: Transaction, kinds: ReadonlyMap<string, AnyKind>): void {
  const naming = [...kinds.values()].filter(({ names }) => names)
  const gone = new Set(tx.patch.flatMap(({ id, after }) => (after ? [] : [id])))
  if (naming.length === 0 || gone.size === 0) return
  for (const { id, kind, data } of tx.base.records.peek().values()) {
    const named = kinds.get(kind)?.names?.(tx.get(id)?.data ?? data) ?? []
    if (named.some((one) => gone.has(one))) tx.remove(id)
  }
}
