import { Menu } from '@mantine/core'
import { useCommand, useCommandName, useWorkbench } from '../context'
import { Icon } from '../icons'
import classes from './parts.module.css'

export interface MenuAt {
  readonly x: number
  readonly y: number
  readonly record: string | null
}

const ON_OBJECT = [
  'suggestion.accept',
  'suggestion.reject',
  'edit.copy',
  'edit.duplicate',
  'edit.delete',
  'arrange.front',
  'arrange.back',
  'arrange.group',
  'arrange.ungroup',
  'view.hide',
  'view.lock',
  'zoom.selection',
]
const ON_GROUND = ['edit.paste', 'select.all', 'view.show-all', 'zoom.fit', 'task.confirm-empty']

function Line({ id }: { id: string }) {
  const state = useCommand(id)
  const nameOf = useCommandName()
  if (state?.enabled !== true) return null
  return (
    <Menu.Item
      leftSection={<Icon name={state.command.icon} size={14} />}
      rightSection={state.keys && <kbd className={classes.digit}>{state.keys}</kbd>}
      onClick={state.run}
    >
      {nameOf(state.command)}
    </Menu.Item>
  )
}

/** What can be done with what was clicked. */
export function ObjectMenu({ at, onClose }: { at: MenuAt | null; onClose: () => void }) {
  const { menu = [] } = useWorkbench().session.modality
  if (!at) return null
  const ids = at.record ? [...ON_OBJECT, ...menu] : ON_GROUND
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={230} withinPortal>
      <Menu.Target>
        <span style={{ position: 'fixed', left: at.x, top: at.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown>
        {ids.map((id) => (
          <Line key={id} id={id} />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
