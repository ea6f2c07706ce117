import type { components } from '../../api'

type Schemas = components['schemas']
export type Finding = Schemas['FindingRow']
export type Issue = Schemas['IssueRow']
export type Sample = Schemas['Sample']
export type SampleItem = Schemas['SampleItem']
export type Check = Schemas['Check']
export type Preview = Schemas['CheckPreview']
export type Figures = Schemas['QualitySummary']
export type Agreement = Schemas['RaterAgreement']

export const SEVERITIES = ['block', 'warning', 'info'] as const
export const ISSUE_SEVERITIES = ['critical', 'major', 'minor', 'cosmetic'] as const
export const ISSUE_TYPES = [
  'missing',
  'extra',
  'class',
  'geometry',
  'attribute',
  'guideline',
  'other',
] as const

export function languageOf(language: string): 'en' | 'zh' {
  return language === 'zh' ? 'zh' : 'en'
}
