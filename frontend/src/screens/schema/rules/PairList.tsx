import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { isOfInputMethod } from '../../../core/keys'
import { replaceAt, without } from '../draft'
import { useFieldProblem } from '../problems'
import type { Pair } from './rules'
import classes from './rules.module.css'

interface Props {
  readonly title: string
  readonly hint: string
  readonly first: string
  readonly second: string
  readonly add: string
  /** Place of a line's first field in the schema, for what is wrong with it. */
  readonly place: (at: number) => string
  readonly pairs: readonly Pair[]
  readonly onChange: (pairs: readonly Pair[]) => void
}

/** Lines of two fields; Enter in the last one makes the next. */
export function PairList({ title, hint, first, second, add, place, pairs, onChange }: Props) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  const described = useId()
  const addLine = () => onChange([...pairs, { first: '', second: '' }])
  const onKeyDown = (at: number) => (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter' || isOfInputMethod(event.nativeEvent)) return
    event.preventDefault()
    if (at === pairs.length - 1) addLine()
  }
  return (
    <fieldset className={classes.group} aria-describedby={described}>
      <legend className={classes.legend}>{title}</legend>
      <p id={described} className={classes.hint}>
        {hint}
      </p>
      {pairs.map((pair, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place while it is being typed
        <div key={at} className={classes.pairLine}>
          {(['first', 'second'] as const).map((name) => (
            <TextInput
              key={name}
              size="xs"
              aria-label={name === 'first' ? first : second}
              placeholder={name === 'first' ? first : second}
              autoFocus={name === 'first' && pair.first === ''}
              spellCheck={false}
              value={pair[name]}
              onChange={(event) =>
                onChange(replaceAt(pairs, at, { ...pair, [name]: event.currentTarget.value }))
              }
              onKeyDown={onKeyDown(at)}
              {...(name === 'first' ? field(place(at)) : {})}
            />
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('remove-option', { name: pair.first })}
            onClick={() => onChange(without(pairs, at))}
          >
            <IconX size={12} />
          </ActionIcon>
        </div>
      ))}
      <Button variant="subtle" size="xs" leftSection={<IconPlus size={12} />} onClick={addLine}>
        {add}
      </Button>
    </fieldset>
  )
}
