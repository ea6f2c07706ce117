import { all, type Command, defineCommand } from '../command'
import { dropEmpty } from '../create'
import type { Editor } from '../editor'
import type { Annotation } from '../patch'
import { canWrite } from '../selection'
import { includedIn } from '../suggestions'
import type { Transaction } from '../transaction'

/** Remove annotations where they are: from the work document, or from the layer that suggested them. */
export function removeFrom(editor: Editor, tx: Transaction, records: readonly Annotation[]): void {
  for (const { id } of records) {
    if (tx.get(id)) tx.remove(id)
    else for (const { document } of editor.suggestions) tx.on(document).remove(id)
  }
}

const selectedSuggestions = (editor: Editor): readonly Annotation[] =>
  editor.selected.value.filter(({ id }) => editor.offered.value.has(id))

const shownSuggestions = (editor: Editor): readonly Annotation[] =>
  [...editor.offered.value.values()].filter((record) => editor.view.isVisible(record))

/** The annotation that a suggestion carries on, with it as a part; null when there is none, or no longer one of its kind. */
function continued(editor: Editor, whole: Annotation | null, part: Annotation) {
  const join = whole?.kind === part.kind && editor.kindOf(part)?.continued
  if (!whole || !join || editor.editable(whole.id) !== true) return null
  const includes = [...includedIn(whole), part.id].join(' ')
  return {
    ...whole,
    data: join(whole.data, part.data),
    source: { ...whole.source, includes },
  }
}

/**
 * Put suggestions into the work document, as they are or as parts of what they carry on; their layer hides what is in the
 * work document.
 */
export function accept(editor: Editor, records: readonly Annotation[]): void {
  editor.edit('editor:edit.accept', (tx) => {
    dropEmpty(tx)
    for (const record of records) {
      const whole = continued(editor, tx.get(record.source.continues ?? ''), record)
      tx.put(whole ?? record)
    }
  })
}

export function reject(editor: Editor, records: readonly Annotation[]): void {
  editor.edit('editor:edit.reject', (tx) => removeFrom(editor, tx, records))
}

/** The suggestion to look at next: the first one left after this one, in the order of the list. */
function selectNext(editor: Editor, done: readonly Annotation[]): void {
  const last =
    done
      .map(({ id }) => id)
      .sort()
      .at(-1) ?? ''
  const left = shownSuggestions(editor)
    .map(({ id }) => id)
    .sort()
  const next = left.find((id) => id > last) ?? left[0]
  editor.select(next ? [next] : [])
}

function acceptSelected(editor: Editor): void {
  const records = selectedSuggestions(editor)
  accept(editor, records)
  selectNext(editor, records)
}

function rejectSelected(editor: Editor): void {
  const records = selectedSuggestions(editor)
  reject(editor, records)
  selectNext(editor, records)
}

const needs =
  (records: (editor: Editor) => readonly Annotation[], reason: string) => (editor: Editor) =>
    all(
      () => canWrite(editor),
      () => records(editor).length > 0 || reason,
    )

export const suggestionCommands: readonly Command[] = [
  defineCommand('suggestion.accept', 'suggestions', acceptSelected, {
    icon: 'check',
    keys: ['A'],
    enabled: needs(selectedSuggestions, 'no-suggestion-selected'),
  }),
  defineCommand('suggestion.reject', 'suggestions', rejectSelected, {
    icon: 'x',
    keys: ['X'],
    enabled: needs(selectedSuggestions, 'no-suggestion-selected'),
  }),
  defineCommand('suggestion.accept-shown', 'suggestions', (e) => accept(e, shownSuggestions(e)), {
    icon: 'checks',
    keys: ['Shift+A'],
    enabled: needs(shownSuggestions, 'no-suggestions'),
  }),
  defineCommand('suggestion.reject-shown', 'suggestions', (e) => reject(e, shownSuggestions(e)), {
    icon: 'playlist-x',
    keys: ['Shift+X'],
    enabled: needs(shownSuggestions, 'no-suggestions'),
  }),
  defineCommand('suggestion.next', 'suggestions', (e) => selectNext(e, selectedSuggestions(e)), {
    icon: 'sparkles',
    keys: ['.'],
    enabled: (e) => shownSuggestions(e).length > 0 || 'no-suggestions',
  }),
  defineCommand(
    'suggestion.toggle',
    'suggestions',
    (e) => {
      e.view.suggestions.value = !e.view.suggestions.peek()
    },
    { icon: 'sparkles', keys: ['Alt+S'], active: (e) => e.view.suggestions.value },
  ),
]
