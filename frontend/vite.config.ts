import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const api = process.env.GROUNDWORK_API ?? 'http://127.0.0.1:8000'
const proxied = { target: api, changeOrigin: false }

export default defineConfig({
  plugins: [react()],
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
          groups: [
            { name: 'echarts', test: /node_modules\/(echarts|zrender)\// },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'mantine', test: /node_modules\/@mantine\/(core|hooks|notifications)\// },
            { name: 'en', test: /\/locales\/en\/|\/locales\/en\.json/ },
            { name: 'zh', test: /\/locales\/zh\/|\/locales\/zh\.json/ },
          ],
        },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
  },
})
