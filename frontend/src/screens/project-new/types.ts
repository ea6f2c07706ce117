import type { LabelSchema, Text } from '../../core/schema'

export interface Template {
  readonly slug: string
  readonly title: Text
  readonly summary: Text
  readonly modality: string
  readonly kinds: readonly string[]
  readonly picture: string
  readonly content: LabelSchema
}

export interface Draft {
  readonly template: string
  readonly name: string
  readonly client: string | null
  readonly languages: readonly string[]
  readonly deadline: string
  readonly description: string
}
