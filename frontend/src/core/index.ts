/**
 * The editor core. What the shell builds on:
 *
 * - `Annotation` (a record on the wire), `Change`, `Patch`, `invert`, `squash`, `sameJson`.
 * - `Document(records, id, layer)`: `records` signal, `apply(patch, 'user' | 'history' | 'server')`,
 *   `onPatch((patch, origin) => ...)`. An outbox sends every patch whose origin is not 'server'.
 * - `Editor({ work, kinds, schema, extent, suggestions, canWrite })`: signals `selection`, `hover`, `tool`,
 *   `label`, `kind`, `draft`, `offered` (suggestions), `selected`, `schema`, `canWrite`, `gesture`; `view`
 *   (hidden, locked, filter, names, pins, marks, camera, ...); `edit(title, tx => ...)`, `find(id)`, `run(command)`.
 *   `edit` titles and command titles are catalogue keys such as `editor:edit.move`.
 * - `History`: `undoTitle`, `redoTitle`, `undo()`, `redo()` over all documents; `commit(title, patches)`.
 * - `Command`, `Tool`, `Gesture`, `Kind`: see their files. `commandsOf(modality, schema)` in `commands` gives all
 *   commands: generic ones, the modality's, one per tool (`tool.<id>`) and one per label (`label.<key>`).
 * - `loadModality('image')` gives `{ kinds, tools, commands, panels, locales, createStage }`.
 * - `Scope`: disposal tree. `Playhead`: time for video, scenes and speech.
 */
export * from './command'
export * from './commands'
export * from './create'
export * from './document'
export * from './editor'
export * from './geometry'
export * from './gesture'
export * from './history'
export * from './ids'
export * from './kind'
export * from './patch'
export * from './picker'
export * from './playhead'
export * from './registry'
export * from './schema'
export * from './scope'
export * from './selection'
export * from './spatial'
export * from './suggestions'
export * from './tool'
export * from './transaction'
export * from './view'
