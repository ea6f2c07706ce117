/** Fetch and decode; EXIF orientation is applied, as the server did when it measured the asset. */
async function decode(url: string, signal: AbortSignal | null): Promise<ImageBitmap> {
  const reply = await fetch(url, { signal, credentials: 'same-origin' })
  if (!reply.ok) throw new Error(`image: HTTP ${reply.status}`)
  return createImageBitmap(await reply.blob(), { imageOrientation: 'from-image' })
}

let ahead: { readonly url: string; readonly bitmap: Promise<ImageBitmap> } | null = null

/** Begin with a picture whose stage is not there yet; only the last one is kept. */
export function decodeAhead(url: string): void {
  if (!url || ahead?.url === url) return
  ahead?.bitmap.then((unused) => unused.close()).catch(() => undefined)
  ahead = { url, bitmap: decode(url, null) }
  // What went wrong is told to the stage.
  ahead.bitmap.catch(() => undefined)
}

/** The picture at this address; whoever gets it closes it. */
export function bitmapOf(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  if (ahead?.url !== url) return decode(url, signal)
  const { bitmap } = ahead
  ahead = null
  return bitmap
}
