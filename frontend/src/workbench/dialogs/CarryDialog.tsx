import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkbench } from '../context'
import { carried, carryOver, FARTHEST } from '../session/carry'
import { useComputed } from '../use-value'
import classes from './dialogs.module.css'
import { Ask } from './TaskDialogs'

/** The number of pictures that was asked for last; kept while the page is open. */
let last = 1

/** How far the objects are carried, and what becomes of them there. */
export function CarryDialog() {
  const { t } = useTranslation('workbench')
  const { session } = useWorkbench()
  const [pictures, setPictures] = useState(last)
  const chosen = useComputed(() => carried(session.editor), [session])
  const done = async () => {
    last = pictures
    await carryOver(session, chosen.ids, pictures)
  }
  return (
    <Ask
      title={t('carry.title')}
      action={t('carry.do')}
      disabled={!Number.isInteger(pictures) || pictures < 1}
      onDone={done}
    >
      <p className={classes.lead}>
        {t(chosen.isSelection ? 'carry.selected' : 'carry.all', { count: chosen.ids.length })}
      </p>
      <NumberInput
        label={t('carry.pictures')}
        description={t('carry.note')}
        data-autofocus
        onFocus={(event) => event.currentTarget.select()}
        min={1}
        max={FARTHEST}
        allowDecimal={false}
        value={pictures}
        onChange={(value) => setPictures(Number(value))}
      />
    </Ask>
  )
}
