import './app/styles/layers.css'
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './app/styles/tokens.css'
import './app/styles/base.css'
import './app/styles/mantine.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { startI18n } from './app/i18n'
import { makeQueryClient } from './app/query-client'
import { makeRouter } from './app/router'

async function start(host: HTMLElement): Promise<void> {
  const client = makeQueryClient()
  await startI18n()
  createRoot(host).render(<App client={client} router={makeRouter(client)} />)
}

const host = document.getElementById('root')
if (host) void start(host)
