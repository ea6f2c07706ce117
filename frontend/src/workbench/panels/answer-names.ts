/** What people whose answers are compared are called. */
import { useTranslation } from 'react-i18next'
import type { OneAnswer } from '../types'

/** Few letters for a column. */
export const initials = (name: string) =>
  /^[\p{Script=Han}]/u.test(name)
    ? name.slice(-2)
    : name
        .split(/\s+/)
        .map((word) => word.slice(0, 1))
        .join('')
        .slice(0, 3)

/** What to call somebody: another company's people, and those who have left, by their number. */
export function useNameOf(people: readonly OneAnswer[]): (one: OneAnswer | undefined) => string {
  const { t } = useTranslation('workbench')
  return (one) =>
    one?.person?.name ??
    t('answers.somebody', { number: one === undefined ? '' : people.indexOf(one) + 1 })
}
