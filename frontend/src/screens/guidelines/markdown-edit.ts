/** Marks put into a text; pure, so that the buttons need no editor behind them. */
export interface Edit {
  readonly text: string
  /** What is selected afterwards. */
  readonly start: number
  readonly end: number
}

/** `before` and `after` about the selection, which stays selected. */
export function surround(
  text: string,
  start: number,
  end: number,
  before: string,
  after: string,
): Edit {
  const inner = text.slice(start, end)
  return {
    text: text.slice(0, start) + before + inner + after + text.slice(end),
    start: start + before.length,
    end: end + before.length,
  }
}

/** A mark at the beginning of every line that the selection touches. */
export function prefixLines(
  text: string,
  start: number,
  end: number,
  mark: (line: number) => string,
): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const next = text.indexOf('\n', Math.max(end - 1, from))
  const to = next < 0 ? text.length : next
  const lines = text.slice(from, to).split('\n')
  const marked = lines.map((line, at) => mark(at) + line).join('\n')
  return {
    text: text.slice(0, from) + marked + text.slice(to),
    start: from,
    end: from + marked.length,
  }
}
