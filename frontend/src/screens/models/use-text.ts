import { useTranslation } from 'react-i18next'
import type { Text } from './types'

/** A plug-in's own text in the person's language. */
export function useText(): (text: Text) => string {
  const { i18n } = useTranslation()
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en'
  return (text) => text[language]
}
