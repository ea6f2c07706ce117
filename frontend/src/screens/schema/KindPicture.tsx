/** A kind as a small drawing in the colour of the text. */
export function KindPicture({ kind, size = 14 }: { kind: string; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {DRAWINGS[kind] ?? <circle cx="8" cy="8" r="5" />}
    </svg>
  )
}

const DRAWINGS: Readonly<Record<string, React.ReactNode>> = {
  box: <rect x="2" y="4" width="12" height="8" />,
  rotated_box: <path d="M5 2 14 7l-3 7L2 9z" />,
  ellipse: <ellipse cx="8" cy="8" rx="6" ry="4" />,
  cuboid2d: <path d="M2 6h8v8H2zM6 2h8v8h-4M2 6l4-4M10 6l4-4M10 14l4-4" />,
  relation: <path d="M3 13 13 3M7 3h6v6" />,
  polygon: <path d="M3 6 8 2l5 4-2 8H5z" />,
  mask: (
    <path d="M2 6h3V3h6v3h3v4h-2v3H5v-2H2zM6.5 7.5h2v2h-2z" fill="currentColor" fillOpacity="0.3" />
  ),
  polyline: <path d="M2 12 6 5l4 6 4-8" />,
  points: <path d="M4 11.5v1M8 4.5v1M12.5 9.5v1" strokeWidth="3" strokeLinecap="round" />,
  skeleton: (
    <path
      d="M8 3v5M8 8l-4 5M8 8l4 5M3 6l5 1 5-1M8 3h.01M4 13h.01M12 13h.01M3 6h.01M13 6h.01"
      strokeLinecap="round"
    />
  ),
  cuboid: <path d="M2 5h9v9H2zM2 5l3-3h9v9l-3 3M11 5l3-3" />,
  polyline3d: <path d="M2 13 7 8V4l7-2M2 13l5-1" />,
  picture_box: <path d="M2 3h12v10H2zM5 6h6v4H5z" />,
  polygon3d: <path d="M5 5h9l-3 7H2z" />,
  point_labels: (
    <path
      d="M3 4v1M7 3v1M11 4v1M4 8v1M9 7v1M13 8v1M6 12v1M11 12v1"
      strokeWidth="2"
      strokeLinecap="round"
    />
  ),
  segment: <path d="M2 4v8M14 4v8M2 8h12" strokeLinecap="round" />,
  time_point: <path d="M8 2v12M5 2h6" strokeLinecap="round" />,
  tag: <path d="M2 3h6l6 6-5 5-7-6zM5 6v.01" />,
}
