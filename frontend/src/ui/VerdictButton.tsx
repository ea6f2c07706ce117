import { Button, type ButtonProps } from '@mantine/core'
import type { MouseEventHandler } from 'react'
import type { Verdict } from '../app/project'
import { useReasonText } from './error-text'
import { Tip } from './Tip'

export interface VerdictButtonProps extends ButtonProps {
  /** What the server's policy says; a refusal disables the button and tells its reason. */
  readonly verdict: Verdict | undefined
  readonly onClick: MouseEventHandler<HTMLButtonElement>
}

/** A button that says why it cannot be pressed. */
export function VerdictButton({ verdict, onClick, ...button }: VerdictButtonProps) {
  const reason = useReasonText()
  const isRefused = typeof verdict === 'string'
  return (
    <Tip label={isRefused ? reason(verdict) : ''} disabled={!isRefused}>
      <Button
        {...button}
        // Not `disabled`: that would take the focus and the tooltip from those who use the keyboard.
        {...(isRefused || verdict === undefined ? { 'data-disabled': true } : {})}
        aria-disabled={isRefused || verdict === undefined}
        onClick={(event) => {
          if (verdict === true) onClick(event)
          else event.preventDefault()
        }}
      />
    </Tip>
  )
}
