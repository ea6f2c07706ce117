import { notifications } from '@mantine/notifications'
import { i18next } from '../app/i18n'
import { errorText } from './error-text'

/** Something that was asked for has happened. `text` is already in the person's language. */
export function notifyDone(text: string, color: 'green' | 'red' = 'green'): void {
  notifications.show({ message: text, color, withBorder: true })
}

/** Something failed that has no place on the screen of its own. */
export function notifyError(error: unknown): void {
  notifications.show({
    title: i18next.t('common:error.title'),
    message: errorText(error, i18next.t),
    color: 'red',
    withBorder: true,
    autoClose: 10_000,
  })
}
