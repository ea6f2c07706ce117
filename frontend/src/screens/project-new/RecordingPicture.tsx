import classes from './project-new.module.css'

const LOUDNESS = [
  2, 3, 9, 22, 31, 27, 14, 20, 30, 24, 11, 4, 2, 2, 3, 14, 28, 33, 25, 17, 26, 19, 8, 3, 2, 6, 18,
  12, 5, 2,
]

const WAVE = LOUDNESS.map((height, at) => `M${8 * at + 4} ${44 - height}v${2 * height}`).join('')

/** A waveform, and under it what the template asks for. */
export function RecordingPicture({ children }: { children: React.ReactNode }) {
  return (
    <svg viewBox="0 0 240 135" className={classes.picture} aria-hidden="true">
      <rect width="240" height="135" className={classes.sky} />
      <path
        d={WAVE}
        fill="none"
        stroke="var(--gw-violet-fill)"
        strokeWidth="4"
        strokeLinecap="round"
      />
      {children}
    </svg>
  )
}

/** What is labelled, per template of recordings. */
export const RECORDINGS: Readonly<Record<string, () => React.ReactNode>> = {
  transcription: () => (
    <>
      <Span x={14} y={84} width={82} colour="var(--gw-blue-fill)" />
      <Span x={116} y={84} width={78} colour="var(--gw-blue-fill)" />
      <path d={`${words(14, 112, 82)}${words(116, 112, 78)}`} {...WRITING} />
      <path d={`${words(14, 122, 50)}${words(116, 122, 62)}`} {...WRITING} />
    </>
  ),
  conversation: () => (
    <>
      <Span x={14} y={82} width={74} colour="var(--gw-blue-fill)" />
      <Span x={142} y={82} width={46} colour="var(--gw-blue-fill)" />
      <Span x={76} y={100} width={58} colour="var(--gw-amber-fill)" />
      <Span x={178} y={100} width={40} colour="var(--gw-amber-fill)" />
      <Span x={44} y={118} width={24} colour="var(--gw-green-fill)" />
      <Span x={196} y={118} width={30} colour="var(--gw-green-fill)" />
    </>
  ),
  keyword: () => (
    <>
      <rect
        x="116"
        y="8"
        width="70"
        height="72"
        fill="var(--gw-blue-fill)"
        fillOpacity="0.2"
        stroke="var(--gw-blue-fill)"
        strokeWidth="2"
      />
      <Span x={116} y={94} width={70} colour="var(--gw-blue-fill)" />
      <path d={words(122, 101, 40)} {...WRITING} />
      <path d="M176 101l3.5 4 6-8" {...MARK} stroke="var(--gw-green-fill)" />
    </>
  ),
  'sound-events': () => (
    <>
      <Span x={14} y={82} width={82} colour="var(--gw-blue-fill)" />
      <Span x={116} y={82} width={74} colour="var(--gw-blue-fill)" />
      <Span x={40} y={100} width={28} colour="var(--gw-amber-fill)" />
      <Span x={198} y={100} width={26} colour="var(--gw-red-fill)" />
      <Span x={4} y={118} width={232} colour="var(--gw-grey-fill)" />
    </>
  ),
  pronunciation: () => (
    <>
      {[
        [14, 0.9, 'var(--gw-green-fill)'],
        [58, 0.45, 'var(--gw-amber-fill)'],
        [116, 0.75, 'var(--gw-green-fill)'],
        [160, 0.2, 'var(--gw-red-fill)'],
      ].map(([x, share, colour]) => (
        <g key={String(x)}>
          <Span x={Number(x)} y={84} width={40} colour="var(--gw-blue-fill)" />
          <rect x={Number(x)} y="108" width="40" height="7" fill="var(--gw-line-strong)" />
          <rect x={Number(x)} y="108" width={40 * Number(share)} height="7" fill={String(colour)} />
        </g>
      ))}
    </>
  ),
  prosody: () => (
    <>
      <path
        d="M16 74c10-14 22-20 34-12s24 10 46 2M118 70c10-22 24-26 40-8s22 18 32 16"
        {...MARK}
        stroke="var(--gw-amber-fill)"
      />
      <Span x={14} y={92} width={40} colour="var(--gw-blue-fill)" />
      <Span x={54} y={92} width={42} colour="var(--gw-blue-fill)" />
      <Span x={116} y={92} width={36} colour="var(--gw-blue-fill)" />
      <Span x={152} y={92} width={42} colour="var(--gw-blue-fill)" />
      <path d="M54 112v8M96 112v14M152 112v8M194 112v20" {...MARK} stroke="var(--gw-red-fill)" />
    </>
  ),
  'phone-alignment': () => (
    <>
      <Span x={14} y={82} width={82} colour="var(--gw-blue-fill)" />
      <Span x={116} y={82} width={78} colour="var(--gw-blue-fill)" />
      {row(100, [14, 52, 96], 'var(--gw-amber-fill)')}
      {row(100, [116, 158, 194], 'var(--gw-amber-fill)')}
      {row(118, [14, 24, 38, 52, 66, 76, 96], 'var(--gw-green-fill)')}
      {row(118, [116, 126, 142, 158, 168, 180, 194], 'var(--gw-green-fill)')}
    </>
  ),
}

const WRITING = {
  fill: 'none',
  stroke: 'var(--gw-text-2)',
  strokeWidth: 3,
  strokeLinecap: 'round',
} as const

const MARK = {
  fill: 'none',
  strokeWidth: 2.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const

/** A line of writing, so many pixels wide: words with blanks between. */
function words(x: number, y: number, width: number): string {
  const lengths = [16, 9, 21, 12, 18]
  let [line, at] = ['', x + 2]
  for (const length of lengths) {
    if (at + length > x + width) break
    line += `M${at} ${y}h${length}`
    at += length + 7
  }
  return line
}

/** Spans that touch: the word of an utterance, the phones of a word. */
function row(y: number, edges: readonly number[], colour: string): React.ReactNode {
  return edges
    .slice(1)
    .map((end, at) => (
      <Span key={end} x={edges[at] ?? 0} y={y} width={end - (edges[at] ?? 0)} colour={colour} />
    ))
}

function Span(props: { x: number; y: number; width: number; colour: string }) {
  const { colour, ...place } = props
  return (
    <rect
      {...place}
      height="14"
      fill={colour}
      fillOpacity="0.3"
      stroke={colour}
      strokeWidth="1.5"
    />
  )
}
