import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { SafeHtml } from './safe-html'

const shown = (html: string) => renderToStaticMarkup(createElement(SafeHtml, { html }))

test('headings, lists, tables, links and pictures stay', () => {
  const html =
    '<h2>Boxes</h2><ul><li>Tight</li></ul><table><tbody><tr><td colspan="2">x</td></tr></tbody></table>'
  expect(shown(html)).toBe(`<div>${html.replace('colspan', 'colSpan')}</div>`)
  expect(shown('<a href="https://example.org/a">a</a>')).toContain('rel="noopener noreferrer"')
  expect(shown('<img src="/media/a.jpg" alt="A car">')).toContain('alt="A car"')
})

test.each([
  '<script>alert(1)</script>',
  '<img src="x" onerror="alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="//evil.example">x</a>',
  '<iframe></iframe>',
  '<svg onload="alert(1)"><script>alert(1)</script></svg>',
  '<div style="position:fixed">x</div>',
  '<form action="/x"><input></form>',
])('%s does nothing', (html) => {
  expect(shown(html)).not.toMatch(/alert|evil|script|iframe|style|form|input|onerror/)
})
