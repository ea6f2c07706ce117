import { Button, Loader, NativeSelect, SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import { useErrorText } from '../../../ui/error-text'
import { CommandButton } from '../../../workbench/parts/CommandButton'
import { useComputed, useValue } from '../../../workbench/use-value'
import classes from '../masks/mask-bar.module.css'
import { type Asking, askingOf, type Stand } from './asking'

/** The model that is asked, how far it is, and what a press says. */
export function Prompts({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('image')
  const asking = askingOf(editor)
  const inside = useValue(asking.inside)
  const answers = useComputed(() => asking.current.value?.answers.value.length ?? 0, [asking])
  const shown = useComputed(() => asking.current.value?.shown.value ?? 0, [asking])
  return (
    <>
      <Models asking={asking} />
      <SegmentedControl
        size="xs"
        aria-label={t('prompt.side')}
        value={inside ? 'in' : 'out'}
        data={[
          { value: 'in', label: t('prompt.in') },
          { value: 'out', label: t('prompt.out') },
        ]}
        onChange={(side) => {
          asking.inside.value = side === 'in'
        }}
      />
      {answers > 1 && (
        <>
          <CommandButton id="prompt.another" size={28} />
          <span className={classes.figure}>
            {t('prompt.answer', { number: shown + 1, count: answers })}
          </span>
        </>
      )}
      <Progress asking={asking} answers={answers} />
      {answers > 0 && <CommandButton id="draw.finish" size={28} />}
    </>
  )
}

function Models({ asking }: { readonly asking: Asking }) {
  const { t } = useTranslation('image')
  const models = useValue(asking.models)
  const chosen = useValue(asking.chosen)
  if (models.length < 2) return <span className={classes.name}>{chosen?.name}</span>
  return (
    <NativeSelect
      size="xs"
      aria-label={t('prompt.model')}
      value={chosen?.id ?? ''}
      data={models.map(({ id, name, version }) => ({ value: id, label: `${name} ${version}` }))}
      onChange={(event) => asking.choose(event.currentTarget.value)}
    />
  )
}

/** What the model is doing, in a word; after a failure why, and a way to try again. */
function Progress({ asking, answers }: { readonly asking: Asking; readonly answers: number }) {
  const { t } = useTranslation('image')
  const errorText = useErrorText()
  const stand = useValue(asking.stand)
  const busy = useValue(asking.busy)
  const said = useComputed(() => asking.current.value !== null, [asking])
  if (stand.is === 'failed') {
    return (
      <span className={classes.fault} role="alert">
        <span className={classes.faultText}>{errorText(stand.error)}</span>
        <Button size="compact-xs" variant="default" onClick={() => void retry(asking)}>
          {t('prompt.again')}
        </Button>
      </span>
    )
  }
  const text = t(`prompt.stand.${wordFor(stand, busy, said, answers)}`)
  return (
    <span className={classes.stand} role="status" data-testid="prompt-stand" data-stand={stand.is}>
      {(busy || stand.is === 'waiting' || stand.is === 'reading') && <Loader size={12} />}
      {text}
    </span>
  )
}

function wordFor(stand: Stand, busy: boolean, said: boolean, answers: number): string {
  if (stand.is !== 'ready') return stand.is
  if (busy) return 'thinking'
  if (!said) return 'ready'
  return answers > 0 ? 'found' : 'nothing'
}

async function retry(asking: Asking): Promise<void> {
  asking.stand.value = { is: 'idle' }
  await asking.prepare()
  asking.current.peek()?.askAgain()
}
