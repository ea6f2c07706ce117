import { Button, Popover, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useBlocker } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSend } from '../../api'
import { useProject } from '../../app/project'
import { Markdown, notifyDone, Page, useErrorText } from '../../ui'
import { useConfirm } from '../../ui/Confirm'
import classes from './guidelines.module.css'
import { MarkdownTools } from './MarkdownTools'
import type { Guideline } from './types'
import { usePictures } from './use-pictures'

interface Props {
  readonly guideline: Guideline | null
  readonly onDone: () => void
}

/** Markdown on the left, what it will look like on the right. */
export function Editor({ guideline, onDone }: Props) {
  const { t } = useTranslation('guidelines')
  const [text, setText] = useState(guideline?.text ?? '')
  const area = useRef<HTMLTextAreaElement>(null)
  const pictures = usePictures(area, setText)
  const isChanged = text !== (guideline?.text ?? '')
  const leave = useLeaving(isChanged, onDone)
  return (
    <Page
      title={t('editing')}
      flush
      meta={guideline ? t('from-version', { version: guideline.version }) : undefined}
      actions={
        <>
          <Button variant="default" onClick={() => void leave.ask()}>
            {t('discard')}
          </Button>
          <Publish
            text={text}
            base={guideline?.version ?? 0}
            disabled={!isChanged || pictures.isPending}
            onPublished={leave.now}
          />
        </>
      }
    >
      <div className={classes.editor}>
        <Writing area={area} text={text} onChange={setText} pictures={pictures} />
        <section className={classes.preview} aria-label={t('preview')}>
          <Preview text={text} known={guideline} />
        </section>
      </div>
    </Page>
  )
}

interface WritingProps {
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly onChange: (text: string) => void
  readonly pictures: ReturnType<typeof usePictures>
}

function Writing({ area, text, onChange, pictures }: WritingProps) {
  const { t } = useTranslation('guidelines')
  return (
    <section className={classes.writing} data-over={pictures.isOver || undefined}>
      <MarkdownTools area={area} onChange={onChange} onPictures={pictures.add} />
      <textarea
        ref={area}
        className={classes.text}
        aria-label={t('text')}
        spellCheck
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...pictures.handlers}
      />
      {pictures.isOver && <p className={classes.drop}>{t('picture.drop')}</p>}
    </section>
  )
}

/** The server's own rendering, so that what is seen here is what everybody gets. */
function Preview({ text, known }: { text: string; known: Guideline | null }) {
  const project = useProject()
  const [settled] = useDebouncedValue(text, 300)
  const { mutate, data } = useSend<{ html: string }>(
    'post',
    '/api/v1/projects/{project}/guideline-previews',
  )
  const isKnown = known !== null && settled === known.text
  useEffect(() => {
    if (!isKnown) mutate({ params: { path: { project: project.id } }, body: { text: settled } })
  }, [isKnown, settled, mutate, project.id])
  return <Markdown html={isKnown ? known.html : (data?.html ?? '')} />
}

interface PublishProps {
  readonly text: string
  readonly base: number
  readonly disabled: boolean
  readonly onPublished: () => void
}

function Publish({ text, base, disabled, onPublished }: PublishProps) {
  const { t } = useTranslation('guidelines')
  const project = useProject()
  const errorText = useErrorText()
  const [note, setNote] = useState('')
  const publish = useSend<Guideline>('post', '/api/v1/projects/{project}/guideline-versions', [
    '/api/v1/projects/{project}/guideline',
  ])
  const send = () =>
    publish.mutate(
      {
        params: { path: { project: project.id } },
        body: { text, base_version: base, note },
      },
      {
        onSuccess: ({ version }) => {
          notifyDone(t('published', { version }))
          onPublished()
        },
      },
    )
  return (
    <Popover position="bottom-end" width={320} trapFocus shadow="md">
      <Popover.Target>
        <Button disabled={disabled}>{t('publish')}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.publish}
          onSubmit={(event) => {
            event.preventDefault()
            send()
          }}
        >
          <TextInput
            label={t('note')}
            placeholder={t('note-example')}
            value={note}
            maxLength={500}
            data-autofocus
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {publish.error && (
            <p role="alert" className={classes.failure}>
              {errorText(publish.error)}
            </p>
          )}
          <Button type="submit" loading={publish.isPending}>
            {t('publish-version', { version: base + 1 })}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Leaving with changes asks first; after publishing there is nothing to ask. */
function useLeaving(isChanged: boolean, onDone: () => void) {
  const { t } = useTranslation('guidelines')
  const confirm = useConfirm()
  const free = useRef(false)
  const question = { title: t('leave.title'), text: t('leave.text'), action: t('leave.action') }
  useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (free.current || !isChanged || current.pathname === next.pathname) return false
      return !(await confirm({ ...question, danger: true }))
    },
    enableBeforeUnload: () => isChanged && !free.current,
  })
  const now = () => {
    free.current = true
    onDone()
  }
  const ask = async () => {
    if (!isChanged || (await confirm({ ...question, danger: true }))) now()
  }
  return { now, ask }
}
