import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const api = process.env.GROUNDWORK_API ?? 'http://127.0.0.1:8000'
const proxied = { target: api, changeOrigin: false }

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Beside each text file its compressed versions, which the server hands out to browsers that take them. */
function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    writeBundle({ dir = 'dist' }) {
      const folder = join(dir, 'assets')
      for (const name of readdirSync(folder).filter((each) => /\.(js|css|svg)$/.test(each))) {
        const content = readFileSync(join(folder, name))
        if (content.length < 1024) continue
        writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, BROTLI))
      }
    },
  }
}

/** The page names the files of each catalogue and of the workbench, so that `first-paint.js` can fetch them beside the rest. */
function filesAhead(): Plugin {
  const sources = {
    en: '/locales/en/common.json',
    zh: '/locales/zh/common.json',
    workbench: '/workbench/TaskPage.tsx',
  }
  return {
    name: 'files-ahead',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((each) => each.type === 'chunk')
        const filesOf = (source: string) => {
          const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(source)))
          const imported = chunks.filter(({ fileName }) => chunk?.imports.includes(fileName))
          const styles = imported.flatMap((each) => [...(each.viteMetadata?.importedCss ?? [])])
          const files = [...(chunk ? [chunk.fileName, ...chunk.imports] : []), ...styles]
          return files.filter((file) => !html.includes(file)).map((file) => `/${file}`)
        }
        return Object.entries(sources).map(([name, source]) => ({
          tag: 'meta',
          attrs: { name: `files-${name}`, content: filesOf(source).join(' ') },
          injectTo: 'head-prepend' as const,
        }))
      },
    },
  }
}

export default defineConfig({
  plugins: [react(), precompressed(), filesAhead()],
  server: { proxy: { '/api': proxied, '/media': proxied, '/static': proxied } },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    // The content security policy allows no data: fonts, and small files cache better by themselves.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Few files for the first screen; every page and the workbench come when they are opened.
          // A group takes what its members import; tslib must not come with echarts.
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'mantine', test: /node_modules\/@mantine\/(core|hooks|notifications)\// },
            { name: 'icons', test: /node_modules\/@tabler\// },
            {
              name: 'vendor',
              test: /node_modules\/(@tanstack|i18next|react-i18next|openapi-fetch|tslib)\//,
            },
            { name: 'echarts', test: /node_modules\/(echarts|zrender)\// },
            { name: 'en', test: /\/locales\/(en\/|en\.json)/ },
            { name: 'zh', test: /\/locales\/(zh\/|zh\.json)/ },
            {
              name: 'shared',
              test: /\/src\/(api|app|ui)\/(?!charts\/echarts).*\.(ts|tsx|module\.css)$/,
            },
            {
              name: 'workbench',
              test: /\/src\/(core|workbench)\/(?!.*testing\/|api\/a(?:head|sk)\.ts).*\.(ts|tsx|module\.css)$|\/@preact\/signals-core\//,
            },
            { name: 'kinds', test: /\/src\/kinds\// },
            {
              name: 'image',
              test: /\/src\/modalities\/image\/(?!locales|testing).*\.(ts|tsx|module\.css)$/,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    // One for each core; left alone, one core of two stands idle.
    maxWorkers: '100%',
    // No test is about time; a machine with much to do is no failure.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
