/** The product's mark: a viewfinder with one labelled thing in it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect x="1" y="1" width="22" height="22" rx="5.5" fill="#0c6478" />
      <path
        d="M6.5 10V6.5H10M14 6.5h3.5V10M10 17.5H6.5V14"
        stroke="#fff"
        strokeWidth="1.9"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <rect x="12.5" y="12.5" width="6" height="6" rx="1.5" fill="#f2b04c" />
    </svg>
  )
}
