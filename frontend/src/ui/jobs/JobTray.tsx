export function JobTray() {
  return null
}
