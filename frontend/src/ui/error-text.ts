import type { TFunction } from 'i18next'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { type ApiError, asApiError } from '../api/error'
import { currentLanguage } from '../app/i18n'

/** What a person reads: `errors:<code>` filled with the params, otherwise the server's English message. */
export function errorText(error: unknown, t: TFunction): string {
  const { code, message, params } = asApiError(error)
  if (code === 'denied') return reasonText(String(params.reason ?? 'no-permission'), t)
  return t(`errors:${code}`, { ...inWords(params), defaultValue: message })
}

/** Params that a plug-in words itself come in every language of the product. */
function inWords(params: ApiError['params']): Record<string, unknown> {
  const language = currentLanguage()
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      value !== null && typeof value === 'object' && language in value
        ? (value as Record<string, unknown>)[language]
        : value,
    ]),
  )
}

/** Why something may not be done: the key that a policy gave, for instance on a disabled button. */
export function reasonText(reason: string, t: TFunction): string {
  return t(`reasons:${reason}`, { defaultValue: t('reasons:no-permission') })
}

/** Message of one field: `errors:field.<key>` made from the server's words, otherwise these words. */
export function fieldText(error: unknown, field: string, t: TFunction): string | undefined {
  if (!error) return undefined
  const [first] = fieldMessages(asApiError(error), field)
  const key = first && keyOf(first)
  return key && t([`errors:field.${key}`, `errors:${key}`], { defaultValue: first })
}

/** "This field is required." is `this-field-is-required`: a full stop would part a key. */
function keyOf(message: string): string {
  return message
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function fieldMessages(error: ApiError, field: string): readonly string[] {
  return error.fields[field] ?? []
}

export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation('errors')
  return useCallback((error) => errorText(error, t), [t])
}

export function useReasonText(): (reason: string) => string {
  const { t } = useTranslation('errors')
  return useCallback((reason) => reasonText(reason, t), [t])
}

/**
 * The error of a form's request by field: `const field = useFieldErrors(save.error)`, then
 * `<TextInput {...field('name')} />`; `field.rest` is what no listed field explains.
 */
export function useFieldErrors(error: unknown): (name: string) => { error?: string } {
  const { t } = useTranslation('errors')
  return useCallback(
    (name) => {
      const text = fieldText(error, name, t)
      return text ? { error: text } : {}
    },
    [error, t],
  )
}
