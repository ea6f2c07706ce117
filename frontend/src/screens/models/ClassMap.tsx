import { ActionIcon, Autocomplete, Button, Input, TextInput } from '@mantine/core'
import { IconArrowRight, IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './models.module.css'

type Pairs = Readonly<Record<string, string>>

interface ClassMapProps {
  readonly title: string
  readonly value: Pairs
  readonly labels: readonly { readonly value: string }[]
  readonly onChange: (value: Pairs) => void
}

/** Which class of a model is which label: one line per class, by name or number. */
export function ClassMap({ title, value, labels, onChange }: ClassMapProps) {
  const { t } = useTranslation('prelabel')
  // A line that is being written has no name yet, and two may have the same; so lines are kept apart from the pairs.
  const [lines, setLines] = useState<readonly (readonly [string, string])[]>(Object.entries(value))
  const change = (next: readonly (readonly [string, string])[]) => {
    setLines(next)
    onChange(Object.fromEntries(next.filter(([name, label]) => name.trim() && label.trim())))
  }
  const put = (index: number, line: readonly [string, string]) =>
    change(lines.map((old, at) => (at === index ? line : old)))
  return (
    <Input.Wrapper label={title} description={t('class-map-hint')}>
      <div className={classes.pairs}>
        {lines.map(([name, label], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by their place alone
          <div key={index} className={classes.pair}>
            <TextInput
              aria-label={t('class')}
              placeholder={t('class')}
              value={name}
              onChange={(event) => put(index, [event.currentTarget.value, label])}
            />
            <IconArrowRight size={14} aria-hidden />
            <Autocomplete
              aria-label={t('column.label')}
              placeholder={t('column.label')}
              data={labels.map((each) => each.value)}
              value={label}
              onChange={(next) => put(index, [name, next])}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('remove')}
              onClick={() => change(lines.filter((_, at) => at !== index))}
            >
              <IconX size={14} />
            </ActionIcon>
          </div>
        ))}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={13} />}
          onClick={() => setLines([...lines, ['', '']])}
        >
          {t('add-class')}
        </Button>
      </div>
    </Input.Wrapper>
  )
}
