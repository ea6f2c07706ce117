import { useWorkbench } from '../context'
import { useValue } from '../use-value'
import { CarryDialog } from './CarryDialog'
import { Conflicts } from './Conflicts'
import { HelpSheet } from './HelpSheet'
import { Palette } from './Palette'
import {
  DeniedDialog,
  EmptyDialog,
  FailDialog,
  IssueDialog,
  ReturnDialog,
  SkipDialog,
  WaiveDialog,
} from './TaskDialogs'

/** The one dialog that is open. */
export function Dialogs() {
  const dialog = useValue(useWorkbench().session.shell.dialog)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'help':
      return <HelpSheet />
    case 'palette':
      return <Palette />
    case 'skip':
      return <SkipDialog />
    case 'return':
      return <ReturnDialog />
    case 'carry-over':
      return <CarryDialog />
    case 'fail':
      return <FailDialog />
    case 'empty':
      return <EmptyDialog how={dialog.how} />
    case 'waive':
      return <WaiveDialog finding={dialog.finding} />
    case 'issue':
      return <IssueDialog draft={dialog.draft} />
    case 'conflicts':
      return <Conflicts />
    case 'denied':
      return <DeniedDialog />
  }
}
