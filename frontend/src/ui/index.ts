/** Shared components. What each is for stands in its own file. */

export { ConfirmProvider, type Question, useConfirm } from './Confirm'
export { CopyButton } from './CopyButton'
export { axis, Chart, legend } from './charts/Chart'
export { type ChartColours, chartColours } from './charts/palette'
export { type DroppedFile, DropZone } from './DropZone'
export { EmptyState } from './EmptyState'
export { ErrorState } from './ErrorState'
export { errorText, useErrorText, useFieldErrors, useReasonText } from './error-text'
export { type Filter, FilterBar, type FilterOption } from './filters/FilterBar'
export { type Filters, useFilters } from './filters/use-filters'
export { type Formats, useFormats } from './format'
export { LabelOverlay } from './grid/LabelOverlay'
export type { Shape } from './grid/outline'
export { type Thumbnail, ThumbnailGrid } from './grid/ThumbnailGrid'
export { Picture } from './grid/Tile'
export { useColours, useShapes } from './grid/use-shapes'
export { JobActions, JobItem, JobProgress } from './jobs/JobItem'
export { JobLog } from './jobs/JobLog'
export { jobTitle } from './jobs/job-title'
export { Kbd } from './Kbd'
export { MailLanguage } from './MailLanguage'
export { Markdown } from './Markdown'
export { Meter } from './Meter'
export { notifyDone, notifyError } from './notify'
export { type Crumb, Page, useDocumentTitle } from './Page'
export { Panel, Stat, Stats } from './Panel'
export { Avatar, Person } from './Person'
export { PaletteDialog, type PaletteItem } from './palette/PaletteDialog'
export { RelativeTime } from './RelativeTime'
export { RowSkeletons, ScreenLoading } from './ScreenLoading'
export {
  StateBadge,
  type StateKind,
  StateSign,
  type Tone,
  toneOf,
  useStateName,
} from './StateBadge'
export type { Column } from './table/column'
export { DataTable } from './table/DataTable'
export { type Selection, useSelection } from './table/selection'
export { VerdictButton } from './VerdictButton'
