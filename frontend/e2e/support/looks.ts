import type { Browser, BrowserContext, Page } from '@playwright/test'
import { baseURL, stateOf } from './people'
import type { Viewer } from './screens'

export type Theme = 'light' | 'dark'
export type Language = 'en' | 'zh'

/** How the application is set while somebody looks at it. */
export interface Look {
  readonly theme: Theme
  readonly language: Language
}

export const LOOKS: readonly Look[] = [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'zh' },
  { theme: 'dark', language: 'en' },
  { theme: 'light', language: 'zh' },
]

export interface Size {
  readonly width: number
  readonly height: number
}

/** A browser as this person has set it, signed in unless it is nobody. */
export async function looking(
  browser: Browser,
  viewer: Viewer,
  look: Look,
  viewport: Size,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...(viewer === 'nobody' ? {} : { storageState: await stateOf(viewer) }),
    baseURL,
    viewport,
    locale: look.language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: look.theme,
    reducedMotion: 'reduce',
  })
  await context.addInitScript((chosen) => {
    localStorage.setItem('groundwork.theme', chosen.theme)
    localStorage.setItem('groundwork.language', chosen.language)
  }, look)
  return context
}

/** Until nothing is on its way any more: answers, placeholders, pictures, fonts. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => {
    const waiting = document.querySelector('.mantine-Skeleton-root, .mantine-Loader-root')
    const shown = [...document.images].filter((image) => image.checkVisibility())
    return !waiting && document.fonts.status === 'loaded' && shown.every((image) => image.complete)
  })
}
