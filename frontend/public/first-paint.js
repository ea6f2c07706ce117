// Runs before anything is drawn, so that a page never flashes in the wrong theme or language.
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
})()
