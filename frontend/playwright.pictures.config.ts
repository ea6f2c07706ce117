import { defineConfig } from '@playwright/test'
import base from './playwright.config'

/** `./dev pictures`: not tests, but the same browser at the same servers. */
export default defineConfig(base, { testMatch: '**/*.pictures.ts', use: { trace: 'off' } })
