import { useDeferredValue } from 'react'
import { useWorkbench } from './context'
import { Dialogs } from './dialogs/Dialogs'
import { FrameStrip } from './parts/FrameStrip'
import { LabelRow } from './parts/LabelRow'
import { Sidebar } from './parts/Sidebar'
import { StageHost } from './parts/StageHost'
import { StatusLine } from './parts/StatusLine'
import { ToolRail } from './parts/ToolRail'
import { TopBar } from './parts/TopBar'
import { useValue } from './use-value'
import classes from './workbench.module.css'

/** Bars around the canvas; the canvas gets the space. */
export function Shell() {
  const { session } = useWorkbench()
  const { shell, bundle } = session
  const width = useValue(shell.width)
  const isOpen = useValue(shell.open)
  // Lists and dialogs take longest to make: the stage fetches what it shows meanwhile.
  const isLate = useDeferredValue(true, false)
  const hasStrip = useValue(shell.strip) && (bundle.neighbours?.length ?? 0) > 1
  return (
    <div
      className={classes.shell}
      style={{ '--side': isOpen ? `${width}px` : '0px' } as React.CSSProperties}
      data-slot={bundle.task.slot}
    >
      <TopBar />
      <ToolRail />
      <LabelRow />
      <StageHost />
      {hasStrip && <FrameStrip />}
      <StatusLine />
      {isLate && (
        <>
          {isOpen && <Sidebar />}
          <Dialogs />
        </>
      )}
    </div>
  )
}
