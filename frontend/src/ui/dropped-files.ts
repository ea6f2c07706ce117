import type { DroppedFile } from './DropZone'

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A directory reader hands out at most a hundred entries at a time, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}

async function walk(entry: FileSystemEntry): Promise<DroppedFile[]> {
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry)
    return [{ file, path: entry.fullPath.replace(/^\//, '') }]
  }
  const children = await entriesOf(entry as FileSystemDirectoryEntry)
  return (await Promise.all(children.map(walk))).flat()
}

/** What systems leave in folders and nobody means to import. */
export function isLitter(path: string): boolean {
  return /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX\/.*)$/.test(path)
}

/** All files of a drop, those inside folders too, by path. */
export async function filesOf(transfer: DataTransfer): Promise<DroppedFile[]> {
  // The items are gone after the first await, so the entries are taken at once.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? [])
  const files = entries.length
    ? (await Promise.all(entries.map(walk))).flat()
    : [...transfer.files].map((file) => ({ file, path: file.name }))
  return files
    .filter(({ path }) => !isLitter(path))
    .sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))
}
