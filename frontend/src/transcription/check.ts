import {
  type CheckContext,
  defineCheck,
  type Found,
  type LiveCheck,
  replacing,
} from '../core/check'
import type { Annotation } from '../core/patch'
import type { Text } from '../core/schema'
import { type Problem, problems } from './law'
import { READING } from './parts'
import { type Level, type RuleName, type Rules, type RulesJson, rulesOf } from './rules'

/** Names of the rules, as the server's checks call them. */
export const RULE_NAMES: Readonly<Record<RuleName, Text>> = {
  tags: { en: 'tags', zh: '标签' },
  script: { en: 'writing system', zh: '文字系统' },
  digits: { en: 'digits', zh: '数字' },
  punctuation: { en: 'punctuation', zh: '标点' },
  width: { en: 'full and half width', zh: '全角半角' },
  casing: { en: 'upper and lower case', zh: '大小写' },
  spaces: { en: 'blanks', zh: '空白' },
  forbidden: { en: 'words not used here', zh: '禁用词' },
  lexicon: { en: 'word not in the lexicon', zh: '词表外的词' },
  rate: { en: 'characters per second', zh: '每秒字符数' },
  empty: { en: 'no words', zh: '无内容' },
}

const compiled = new WeakMap<RulesJson, Rules>()

function rulesFor(json: RulesJson): Rules {
  const known = compiled.get(json)
  if (known) return known
  const rules = rulesOf(json)
  compiled.set(json, rules)
  return rules
}

function textOf(record: Annotation): string {
  const data = record.data as { readonly text?: unknown }
  return typeof data.text === 'string' ? data.text : ''
}

function mended(record: Annotation, text: string, { start, stop, instead }: Problem) {
  if (instead === null) return {}
  const characters = [...text]
  const after = [...characters.slice(0, start), instead, ...characters.slice(stop)].join('')
  return {
    fix: replacing(record, { ...record, data: { ...(record.data as object), text: after } }),
  }
}

type Words = Pick<LiveCheck, 'id' | 'title' | 'severity'> & { readonly levels: readonly Level[] }

/** A live check of the texts by the rules of these levels. How fast somebody speaks is the server's to say. */
export function lawCheck({ levels, ...words }: Words): LiveCheck {
  return defineCheck({
    ...words,
    message: {
      en: '“{found}” is against the rules: {rule_en}.',
      zh: '“{found}”不符合规则：{rule_zh}。',
    },
    *run(record: Annotation, { schema }: CheckContext): Iterable<Found> {
      const text = textOf(record)
      if (!schema.transcription || !text || record.label === READING) return
      for (const each of problems(text, rulesFor(schema.transcription))) {
        if (!levels.includes(each.level)) continue
        const { en, zh } = RULE_NAMES[each.rule]
        yield {
          params: { found: each.found, rule_en: en, rule_zh: zh },
          key: `${each.rule}:${each.start}:${each.found}`.slice(0, 100),
          ...mended(record, text, each),
        }
      }
    },
  })
}
