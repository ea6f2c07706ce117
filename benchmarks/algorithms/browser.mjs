/** Bundles `page.ts` as the workbench is bundled, runs it in Chromium and prints what it measured. Argument: the job. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(join(process.cwd(), 'package.json'))
const { chromium } = require('@playwright/test')
const { build, preview } = await import(pathToFileURL(require.resolve('vite')).href)
const job = JSON.parse(readFileSync(process.argv[2], 'utf8'))

const root = join(job.folder, 'page')
mkdirSync(join(root, 'public'), { recursive: true })
writeFileSync(join(root, 'index.html'), `<script type="module" src="${job.page}"></script>`)
cpSync(job.photograph, join(root, 'public', 'picture.jpg'))
const common = { root, configFile: false, logLevel: 'error' }
await build({ ...common, build: { outDir: join(root, 'dist'), emptyOutDir: true } })
const server = await preview({ ...common, build: { outDir: join(root, 'dist') }, preview: { port: 0, host: '127.0.0.1' } })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage()
page.on('pageerror', (error) => console.error(error))
await page.goto(server.resolvedUrls.local[0])
await page.waitForFunction(() => typeof globalThis.measured === 'function')
const found = await page.evaluate((asked) => globalThis.measured(asked), { ...job.asked, picture: '/picture.jpg' })
console.log(JSON.stringify({ browser: browser.version(), ...found }))
await browser.close()
await server.close()
