/** Hours, minutes, seconds and thousandths, as long as need be. */
export function clockOf(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  const rest = s.toFixed(3).padStart(6, '0')
  return h > 0 ? `${h}:${two(m)}:${rest}` : `${m}:${rest}`
}
