import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language's own name for itself, which is the same in every language. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文' }

const STORED = 'groundwork.language'

type Catalogue = Record<string, unknown>

// A namespace is a file: `src/locales/<language>/<namespace>.json`, or a modality's own. What several areas fill
// together is split by a dot: `errors.data.json` and `errors.people.json` both add to `errors`.
const catalogues = import.meta.glob<Catalogue>(
  ['../locales/*/*.json', '../modalities/*/locales/*.json'],
  { import: 'default' },
)

/** `../locales/en/data.json` is en, data; `../modalities/image/locales/en.json` is en, image. */
export function placeOf(path: string): { language: string; namespace: string } {
  const parts = path.replace(/\.json$/, '').split('/')
  const [area = '', middle = '', last = ''] = parts.slice(-3)
  if (middle === 'locales') return { language: last, namespace: area }
  return { language: middle, namespace: last.replace(/\..*$/, '') }
}

async function load(language: Language): Promise<void> {
  const wanted = Object.entries(catalogues).filter(([path]) => placeOf(path).language === language)
  await Promise.all(
    wanted.map(async ([path, read]) => {
      i18next.addResourceBundle(language, placeOf(path).namespace, await read(), true, true)
    }),
  )
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value)
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED)
  } catch {
    return null
  }
}

/** What the person chose here before, otherwise what the browser prefers. */
export function preferredLanguage(wishes: readonly string[] = navigator.languages): Language {
  const chosen = stored()
  if (isLanguage(chosen)) return chosen
  const wish = wishes.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage)
  return wish ?? 'en'
}

export async function startI18n(language: Language = preferredLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'common',
    ns: ['common'],
    resources: {},
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    react: { useSuspense: false, bindI18nStore: 'added' },
    returnNull: false,
  })
  await load(language)
  document.documentElement.lang = language
  void loadChineseFont(language)
}

export async function setLanguage(language: Language): Promise<void> {
  await load(language)
  await loadChineseFont(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem(STORED, language)
  } catch {
    // The choice then lasts as long as the page.
  }
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en'
}

// A hundred kilobytes of subset addresses: not before the first English screen, though data may need it later.
async function loadChineseFont(language: Language): Promise<void> {
  const read = () => import('./styles/chinese.css')
  if (language === 'zh') await read()
  else setTimeout(() => void read(), 1500)
}

export { i18next }
