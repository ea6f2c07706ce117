import { all, type Command } from '../../../core/command'
import type { Editor } from '../../../core/editor'
import type { Annotation, AttributeValue } from '../../../core/patch'
import { type Attribute, findLabel } from '../../../core/schema'
import { canWrite, editableSelection } from '../../../core/selection'
import { command } from './define'

/** What is judged about a thing first: the first of its attributes that has a scale or options. */
function judged(editor: Editor, record: Annotation): Attribute | undefined {
  const label = findLabel(editor.schema.value, record.label)
  return label?.attributes.find(({ type }) => type === 'number' || type === 'select')
}

/** The number itself on a scale; of options the one of that number, or in that place where they are no numbers. */
function worth({ type, min, max, options }: Attribute, number: number): AttributeValue {
  if (type === 'select') {
    const areGrades = options.every(({ key }) => /^\d+$/.test(key))
    const option = areGrades
      ? options.find(({ key }) => Number(key) === number)
      : options[number - 1]
    return option?.key ?? null
  }
  return number >= (min ?? number) && number <= (max ?? number) ? number : null
}

function judge(editor: Editor, number: number): void {
  editor.edit('editor:edit.attributes', (tx) => {
    for (const { id } of editableSelection(editor)) {
      tx.update(id, (record) => {
        const attribute = judged(editor, record)
        const value = attribute ? worth(attribute, number) : null
        if (!attribute || value === null) return record
        return { ...record, attributes: { ...record.attributes, [attribute.key]: value } }
      })
    }
  })
}

/** First key 1 to 9, then 0; 10 is the last step of most scales and has a key of its own. */
const KEYS: readonly (readonly [number, string])[] = [
  ...Array.from({ length: 10 }, (_, i) => [i, `Alt+Shift+${i}`] as const),
  [10, 'Alt+Shift+T'],
]

export const valueCommands: readonly Command[] = KEYS.map(([number, key]) =>
  command(`value-${number}`, 'label', (e) => judge(e, number), {
    icon: 'square-check',
    keys: [key],
    text: { en: `First attribute: ${number}`, zh: `第一个属性：${number}` },
    enabled: (e) =>
      all(
        () => canWrite(e),
        () =>
          editableSelection(e).some((record) => {
            const attribute = judged(e, record)
            return attribute !== undefined && worth(attribute, number) !== null
          }) || 'audio:reason.no-value',
      ),
    whileTyping: true,
  }),
)
