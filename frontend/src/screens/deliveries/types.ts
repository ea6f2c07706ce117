import type { components } from '../../api'

type Schemas = components['schemas']
export type Delivery = Schemas['Delivery']
export type DeliveryRow = Schemas['DeliveryRow']
export type Package = Schemas['Package']
export type Item = Schemas['Item']
export type Remark = Schemas['Remark']
export type Format = Schemas['Format']
export type Diff = Schemas['Diff']
export type BatchLosses = Schemas['BatchLosses']
export type FormatLosses = Schemas['FormatLosses']

/** A remark the client is about to send, kept on the page until the delivery is returned. */
export interface DraftRemark {
  readonly task: string
  readonly name: string
  readonly type: string
  readonly text: string
}

export const ISSUE_TYPES = [
  'missing',
  'extra',
  'class',
  'geometry',
  'attribute',
  'guideline',
  'other',
] as const

export const PATH = '/api/v1/deliveries/{delivery}'
