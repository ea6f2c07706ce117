import { Button, Checkbox, Menu, Radio, TextInput } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterOption } from './FilterBar'
import classes from './FilterBar.module.css'

const SEARCHED_FROM = 9

interface ChoiceFilterProps {
  readonly label: string
  readonly options: readonly FilterOption[]
  readonly several: boolean
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
}

/** "State: Submitted, Returned" and the choices under it. */
export function ChoiceFilter(props: ChoiceFilterProps) {
  const { label, options, several, values, onChange } = props
  const { t } = useTranslation('common')
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const shown = options.filter((option) => option.label.toLowerCase().includes(wanted))
  const choose = (value: string) => {
    const without = values.filter((one) => one !== value)
    const has = without.length < values.length
    if (has) onChange(without)
    else onChange(several ? [...values, value] : [value])
  }
  return (
    <Menu
      position="bottom-start"
      closeOnItemClick={!several}
      width={224}
      onClose={() => setText('')}
    >
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          className={classes.chip}
          data-on={values.length > 0 || undefined}
          rightSection={<IconChevronDown size={12} />}
        >
          {label}
          {values.length > 0 && <Chosen options={options} values={values} />}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {options.length >= SEARCHED_FROM && (
          <TextInput
            size="xs"
            mb={4}
            value={text}
            placeholder={t('filter.find')}
            aria-label={t('filter.find')}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div className={classes.options}>
          {shown.map((option) => (
            <Menu.Item
              key={option.value}
              role={several ? 'menuitemcheckbox' : 'menuitemradio'}
              aria-checked={values.includes(option.value)}
              leftSection={<Box several={several} on={values.includes(option.value)} />}
              rightSection={<Count value={option.count} />}
              onClick={() => choose(option.value)}
            >
              <span className={classes.option}>
                {option.sign}
                <span className="gw-truncate">{option.label}</span>
              </span>
            </Menu.Item>
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  )
}

function Chosen({ options, values }: Pick<ChoiceFilterProps, 'options' | 'values'>) {
  const names = options.filter((option) => values.includes(option.value)).map(({ label }) => label)
  const [first] = names
  return (
    <span className={classes.chosen}>
      <span className="gw-truncate">{first ?? values[0]}</span>
      {values.length > 1 && <span className={classes.more}>+{values.length - 1}</span>}
    </span>
  )
}

function Box({ several, on }: { several: boolean; on: boolean }) {
  return several ? (
    <Checkbox.Indicator size="xs" checked={on} />
  ) : (
    <Radio.Indicator size="xs" checked={on} />
  )
}

function Count({ value }: { value: number | undefined }) {
  return value === undefined ? null : <span className={classes.count}>{value}</span>
}
