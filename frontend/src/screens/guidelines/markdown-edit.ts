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

/** Words that stand for a picture until it is there; no text of a person says the same. */
export function placeholderOf(label: string, number: number): string {
  return `![${inBrackets(label)}](uploading:${number})`
}

/** A block of its own at the caret. */
export function insertBlock(text: string, start: number, end: number, block: string): Edit {
  const before = text.slice(0, start)
  const after = text.slice(end)
  const lead = before === '' || before.endsWith('\n') ? '' : '\n\n'
  const tail = after.startsWith('\n') ? '\n' : '\n\n'
  const at = start + lead.length + block.length + tail.length
  return { text: before + lead + block + tail + after, start: at, end: at }
}

/** The mark of a picture, its file's name without ending as what it says to who cannot see it. */
export function pictureMark(name: string, source: string): string {
  return `![${inBrackets(name.replace(/\.[^.]*$/, ''))}](${source})`
}

const inBrackets = (text: string): string => text.replace(/[[\]\\\n]/g, ' ').trim()
