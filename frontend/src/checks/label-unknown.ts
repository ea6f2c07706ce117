import { defineCheck } from '../core/check'
import { usesOf } from '../core/kind'
import { findLabel } from '../core/schema'

/** The label is not in the schema, or may not be drawn as this kind. */
export default defineCheck({
  id: 'label-unknown',
  title: { en: 'Label not in the schema', zh: '标签不在标签体系中' },
  message: {
    en: '“{label}” is not a label for a {kind}.',
    zh: '“{label}”不是可用于{kind}的标签。',
  },
  severity: 'block',
  *run(record, { schema, kindOf }) {
    for (const { label, kind } of usesOf(kindOf(record), record)) {
      const known = findLabel(schema, label)
      if (!known?.kinds.includes(kind)) yield { params: { label, kind } }
    }
  },
})
