import { ColorInput, Popover } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PALETTE } from './palette'
import classes from './schema.module.css'

interface Props {
  readonly value: string
  /** Colours of the other labels, which are marked in the palette. */
  readonly taken: readonly string[]
  readonly onChange: (colour: string) => void
}

/** A palette that colour-blind eyes can tell apart, or any other colour. */
export function ColourField({ value, taken, onChange }: Props) {
  const { t } = useTranslation('schema')
  return (
    <Popover position="bottom-start" shadow="md" width={252} trapFocus>
      <Popover.Target>
        <button type="button" className={classes.colour} aria-label={t('colour')}>
          <span className={classes.bigSwatch} style={{ background: value }} />
          <span className={classes.mono}>{value}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.palette} role="group" aria-label={t('palette')}>
          {PALETTE.map((colour) => (
            <button
              key={colour}
              type="button"
              className={classes.paletteColour}
              style={{ background: colour }}
              data-chosen={colour === value || undefined}
              data-taken={(colour !== value && taken.includes(colour)) || undefined}
              aria-label={colour}
              aria-pressed={colour === value}
              onClick={() => onChange(colour)}
            />
          ))}
        </div>
        <ColorInput
          mt={12}
          size="xs"
          label={t('other-colour')}
          value={value}
          withEyeDropper={false}
          popoverProps={{ withinPortal: false }}
          onChange={(colour) => /^#[0-9a-f]{6}$/i.test(colour) && onChange(colour.toLowerCase())}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
