import type { ReactNode } from 'react'
import type { Editor } from '../../core/editor'
import type { Tool } from '../../core/tool'
import { CommandButton } from '../../workbench/parts/CommandButton'
import { useComputed } from '../../workbench/use-value'
import classes from './masks/mask-bar.module.css'

interface BarProps {
  readonly label: string
  readonly testId?: string
  readonly children: ReactNode
}

/** What lies above the picture for the tool in the hand: groups in one line where there is room, else below each other. */
export function Bar({ label, testId, children }: BarProps) {
  return (
    <div className={classes.bar} role="toolbar" aria-label={label} data-testid={testId}>
      {children}
    </div>
  )
}

export function Group({ children }: { readonly children: ReactNode }) {
  return <div className={classes.group}>{children}</div>
}

interface WaysProps {
  readonly editor: Editor
  readonly tools: readonly Tool[]
  readonly tool: Tool
}

/** The tools that share a button in the tool bar. */
export function Ways({ editor, tools, tool }: WaysProps) {
  const offered = useComputed(
    () => tools.filter((one) => one.offered?.(editor) ?? true),
    [editor, tools],
  )
  return (
    <Group>
      {offered.map(({ id }) => (
        <CommandButton key={id} id={`tool.${id}`} size={28} active={id === tool.id} />
      ))}
    </Group>
  )
}
