import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useState } from 'react'

type Shown = Pick<NumberInputProps, 'label' | 'aria-label' | 'disabled' | 'classNames'>

interface Props extends Shown {
  readonly value: number
  /** Digits after the point; what is typed keeps them, what is shown is rounded to them. */
  readonly digits: number
  readonly onChange: (value: number) => void
}

/** A number that counts when the field is left, as by Enter: the keys are then for the stage again. */
export function ExactNumber({ value, digits, onChange, ...shown }: Props) {
  const [draft, setDraft] = useState<number | string | null>(null)
  const rounded = Math.round(value * 10 ** digits) / 10 ** digits
  const done = () => {
    if (typeof draft === 'number' && draft !== rounded) onChange(draft)
    setDraft(null)
  }
  return (
    <NumberInput
      {...shown}
      size="xs"
      hideControls
      decimalScale={digits}
      value={draft ?? rounded}
      onChange={setDraft}
      onBlur={done}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  )
}
