/** A street with its labels, in the theme's own greys: what this product is about, without a word. */
export function Street() {
  return (
    <svg viewBox="0 0 900 900" preserveAspectRatio="xMidYMid slice" width="100%" height="100%">
      <title>Groundwork</title>
      <rect width="900" height="900" fill="var(--gw-sunken)" />
      <Houses />
      <path d="M0 900V640L400 520h100l400 120v260z" fill="var(--street-road)" />
      <path
        d="M449 548h2l1 22h-4zM447 596h6l2 42h-10zM444 680h12l4 66h-20zM438 800h24l6 100h-36z"
        fill="var(--street-line)"
      />
      <path d="M0 640L400 520h-40L0 600zM900 640L500 520h40l360 80z" fill="var(--street-kerb)" />
      <Things />
    </svg>
  )
}

function Houses() {
  return (
    <g fill="var(--street-far)">
      <path d="M330 520V400h40v-30h44v150zM486 520V385h52v-40h36v175z" />
      <g fill="var(--street-house)">
        <path d="M0 605V180h120v-60h90v470zM210 572V250h110v288z" />
        <path d="M900 605V140H770v80H690v340zM690 560V300H588v232z" />
      </g>
      <g fill="var(--street-window)">
        {[0, 1, 2, 3, 4].map((row) => (
          <path
            key={row}
            d={`M28 ${220 + row * 70}h26v34h-26zM84 ${220 + row * 70}h26v34h-26zM146 ${
              200 + row * 68
            }h20v34h-20zM726 ${250 + row * 58}h20v28h-20zM800 ${190 + row * 72}h28v36h-28z`}
          />
        ))}
      </g>
    </g>
  )
}

interface Box {
  readonly at: readonly [number, number, number, number]
  readonly colour: string
  readonly dashed?: boolean
}

const BOXES: readonly Box[] = [
  { at: [96, 590, 204, 160], colour: 'var(--gw-blue)' },
  { at: [556, 550, 110, 102], colour: 'var(--gw-blue)' },
  { at: [740, 549, 62, 177], colour: 'var(--gw-violet)' },
  { at: [392, 506, 54, 42], colour: 'var(--gw-blue)', dashed: true },
  { at: [614, 391, 34, 84], colour: 'var(--gw-amber)' },
]

function Things() {
  return (
    <>
      <g fill="var(--street-thing)">
        <path d="M102 722v-62q0-8 9-11l28-8 26-38q5-8 15-8h64q10 0 15 8l22 38q13 7 13 20v61h-18a26 26 0 0 1-52 0h-50a26 26 0 0 1-52 0z" />
        <path d="M560 636v-34q0-6 6-8l13-4 13-29q3-6 10-6h28q7 0 10 6l12 29q8 5 8 13v33h-10a15 15 0 0 1-30 0h-20a15 15 0 0 1-30 0z" />
        <path d="M396 544v-18l10-16h26l10 16v18z" />
        <circle cx="771" cy="566" r="13" />
        <path d="M752 584h38l8 62h-14l-4 76h-16l-2-48-4 48h-16l-4-76h-8z" />
        <path d="M628 474h6v92h-6zM618 396h26v74h-26z" />
      </g>
      <g fill="var(--street-window)">
        <circle cx="631" cy="410" r="7" />
        <circle cx="631" cy="433" r="7" />
        <circle cx="631" cy="456" r="7" fill="#e5a93c" />
      </g>
      {BOXES.map((box) => (
        <LabelBox key={box.at.join()} {...box} />
      ))}
    </>
  )
}

function LabelBox({ at: [x, y, w, h], colour, dashed }: Box) {
  const corners = [
    [x, y],
    [x + w, y],
    [x, y + h],
    [x + w, y + h],
  ] as const
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={w}
        height={h}
        fill={colour}
        fillOpacity="0.1"
        stroke={colour}
        strokeWidth="2"
        strokeDasharray={dashed ? '5 4' : undefined}
      />
      {!dashed &&
        corners.map(([cx, cy]) => (
          <rect
            key={`${cx},${cy}`}
            x={cx - 4}
            y={cy - 4}
            width="8"
            height="8"
            fill="var(--gw-surface)"
            stroke={colour}
            strokeWidth="2"
          />
        ))}
    </g>
  )
}
