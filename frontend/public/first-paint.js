// Runs before anything is drawn, so that a page never flashes in the wrong theme or language, and what it asks the
// server first is on its way while its code is.
;(() => {
  const root = document.documentElement
  let theme = 'auto'
  let language = ''
  try {
    theme = localStorage.getItem('groundwork.theme') || 'auto'
    language = localStorage.getItem('groundwork.language') || ''
  } catch {
    // A browser that forbids storage gets the system's theme and language.
  }
  const dark =
    theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  root.lang = language || (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en')

  // Files by kind, as the build names them in the page; a page that is being developed names none.
  const fetchFiles = (kind) => {
    const named = document.querySelector(`meta[name="files-${kind}"]`)?.content
    for (const file of named?.split(' ') ?? []) {
      if (document.querySelector(`link[href="${file}"]`)) continue
      const link = document.createElement('link')
      link.rel = file.endsWith('.css') ? 'stylesheet' : 'modulepreload'
      link.crossOrigin = ''
      link.href = file
      document.head.append(link)
    }
  }
  fetchFiles(root.lang)
  const { pathname } = location
  if (/^\/(sign-in|invite|unsubscribe)(\/|$)/.test(pathname)) return
  // `api/client` takes these answers.
  const asked = {}
  const headers = { Accept: 'application/json', 'Accept-Language': root.lang }
  const ask = (path) => {
    asked[path] = fetch(path, { credentials: 'same-origin', headers }).catch(() => null)
  }
  window.askedAhead = asked
  ask('/api/v1/session')
  const task = /^\/tasks\/([\da-f-]{36})\/?$/.exec(pathname)
  if (!task) return
  ask(`/api/v1/tasks/${task[1]}/workbench`)
  fetchFiles('workbench')
})()
