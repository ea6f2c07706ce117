/** Guidelines arrive as HTML that the server made of Markdown. Here only known elements become part of the page. */
import { createElement, type ReactNode } from 'react'

const ELEMENTS = new Set(
  'a b blockquote br caption code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img kbd li mark ol p pre s small span strong sub summary sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
)
const VOID = new Set(['br', 'hr', 'img'])
const DROPPED = new Set(['script', 'style', 'iframe', 'object', 'embed', 'template', 'form'])
const SAFE_ADDRESS = /^(?:https?:|mailto:|\/(?!\/)|#)/i

/** HTML's name and React's name of attributes that are taken over as they are. */
const PLAIN = { title: 'title', id: 'id', colspan: 'colSpan', rowspan: 'rowSpan', start: 'start' }

const safeAddress = (element: Element, name: string): string | null => {
  const address = element.getAttribute(name)
  return address && SAFE_ADDRESS.test(address) ? address : null
}

function attributesOf(element: Element): Record<string, unknown> {
  const kept = Object.entries(PLAIN).flatMap(([html, react]) => {
    const value = element.getAttribute(html)
    return value ? [[react, value]] : []
  })
  const href = safeAddress(element, 'href')
  const src = safeAddress(element, 'src')
  return {
    ...Object.fromEntries(kept),
    ...(href && { href, target: '_blank', rel: 'noopener noreferrer' }),
    ...(src && { src, loading: 'lazy' }),
    ...(element.tagName === 'IMG' && { alt: element.getAttribute('alt') ?? '' }),
  }
}

function nodeOf(node: ChildNode, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element)) return null
  const name = node.tagName.toLowerCase()
  if (DROPPED.has(name)) return null
  const children = VOID.has(name) ? [] : childrenOf(node)
  // What is unknown loses its tag and keeps its text.
  return createElement(
    ELEMENTS.has(name) ? name : 'span',
    { key, ...(ELEMENTS.has(name) ? attributesOf(node) : {}) },
    ...(VOID.has(name) ? [] : [children]),
  )
}

const childrenOf = (parent: Node): ReactNode[] => [...parent.childNodes].map(nodeOf)

export function SafeHtml({ html, className }: { html: string; className?: string }) {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  return <div {...(className ? { className } : {})}>{childrenOf(body)}</div>
}
