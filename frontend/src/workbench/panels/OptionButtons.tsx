import { UnstyledButton } from '@mantine/core'
import classes from './OptionButtons.module.css'

interface OptionButtonsProps {
  readonly label: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly value: string | null
  readonly disabled: boolean
  /** A second press on the chosen option takes it back. */
  readonly clearable: boolean
  readonly onChange: (value: string | null) => void
}

/** A few options side by side: one press instead of three, and the keys of the workbench go on working. */
export function OptionButtons(props: OptionButtonsProps) {
  const { label, options, value, disabled, clearable, onChange } = props
  return (
    <fieldset className={classes.group} aria-label={label}>
      {options.map((option) => {
        const isChosen = option.value === value
        return (
          <UnstyledButton
            key={option.value}
            className={classes.option}
            aria-pressed={isChosen}
            disabled={disabled}
            onClick={() => (isChosen ? clearable && onChange(null) : onChange(option.value))}
          >
            {option.label}
          </UnstyledButton>
        )
      })}
    </fieldset>
  )
}
