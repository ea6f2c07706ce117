import { ActionIcon, Loader, Popover } from '@mantine/core'
import { type ComponentType, lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import type { PanelDefinition, Stage } from '../../core/registry'
import { Tip } from '../../ui/Tip'
import { useWorkbench } from '../context'
import { Icon } from '../icons'
import { useStage } from '../stage-context'
import classes from './parts.module.css'

type PanelComponent = ComponentType<{ editor: Editor; stage: Stage }>

/** The keys are for the stage again. */
const leave = () => {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}

function PanelButton({ panel }: { panel: PanelDefinition }) {
  const { t } = useTranslation()
  const { session } = useWorkbench()
  const stage = useStage()
  const Panel = useMemo(
    () => lazy(panel.load as () => Promise<{ default: PanelComponent }>),
    [panel],
  )
  if (!stage) return null
  return (
    <Popover position="bottom-end" withinPortal onClose={leave}>
      <Popover.Target>
        <Tip label={t(panel.title)}>
          <ActionIcon size={28} className={classes.tool} aria-label={t(panel.title)}>
            <Icon name={panel.icon} />
          </ActionIcon>
        </Tip>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <Suspense fallback={<Loader />}>
          <Panel editor={session.editor} stage={stage} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}

/** What the modality offers beside the stage: for images brightness and contrast. */
export function ModalityPanels() {
  const { panels } = useWorkbench().session.modality
  return panels.map((panel) => <PanelButton key={panel.id} panel={panel} />)
}
