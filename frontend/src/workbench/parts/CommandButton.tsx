import { ActionIcon, Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Tip } from '../../ui/Tip'
import { useCommand, useCommandName, useReason } from '../context'
import { Icon } from '../icons'
import classes from './parts.module.css'

interface Props {
  readonly id: string
  /** Where the tooltip opens. */
  readonly side?: 'bottom' | 'right' | 'top' | 'left'
  readonly size?: number
  /** Show the name beside the icon. */
  readonly labelled?: boolean
  /** Shorter words than the command's name, where the place says the rest. */
  readonly text?: string
  readonly variant?: 'filled' | 'default' | 'subtle'
  readonly loading?: boolean
  /** Whether it is on, where the place knows better than the command. */
  readonly active?: boolean | undefined
}

/** Name, key, and why it cannot be done now. */
function useHint(id: string): { name: string; hint: ReactNode } {
  const state = useCommand(id)
  const nameOf = useCommandName()
  const reasonOf = useReason()
  if (!state) return { name: id, hint: id }
  const name = nameOf(state.command)
  const hint = (
    <span className={classes.hint}>
      <span>{name}</span>
      {state.keys && <kbd className={classes.hintKeys}>{state.keys}</kbd>}
      {state.enabled !== true && (
        <span className={classes.hintReason}>{reasonOf(state.enabled)}</span>
      )}
    </span>
  )
  return { name, hint }
}

/** A button made of a command: its icon, name, key and state. */
export function CommandButton({
  id,
  side = 'bottom',
  size = 28,
  labelled = false,
  text,
  variant = 'subtle',
  loading = false,
  active,
}: Props) {
  const state = useCommand(id)
  const { name, hint } = useHint(id)
  if (!state) return null
  // Disabled buttons still say why, so they stay reachable: `data-disabled` instead of `disabled`.
  const common = {
    loading,
    ...(state.enabled === true ? {} : { 'data-disabled': true }),
    'aria-disabled': state.enabled !== true,
    onClick: state.run,
    ...((active ?? state.active) ? { 'data-active': true, 'aria-pressed': true as const } : {}),
  }
  return (
    <Tip label={hint} position={side}>
      {labelled ? (
        <Button
          {...common}
          variant={variant}
          size="compact-sm"
          h={28}
          leftSection={<Icon name={state.command.icon} />}
        >
          {text ?? name}
        </Button>
      ) : (
        <ActionIcon {...common} aria-label={name} size={size} className={classes.tool ?? ''}>
          <Icon name={state.command.icon} size={size > 28 ? 18 : 16} />
        </ActionIcon>
      )}
    </Tip>
  )
}
