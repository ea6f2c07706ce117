import { Button, Modal, Select, TextInput } from '@mantine/core'
import { IconMessagePlus, IconPhotoOff } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api'
import { EmptyState } from '../../ui/EmptyState'
import { LabelOverlay } from '../../ui/grid/LabelOverlay'
import { ThumbnailGrid } from '../../ui/grid/ThumbnailGrid'
import classes from './deliveries.module.css'
import { type Delivery, type DraftRemark, ISSUE_TYPES, type Item } from './types'

/** Kinds that say something about the whole image; they are no objects of it. */
const STATEMENTS: ReadonlySet<string> = new Set(['answers', 'empty'])

interface SamplesProps {
  readonly delivery: Delivery
  readonly onRemark: (remark: DraftRemark) => void
}

/** The delivered images with their labels; a click enlarges one, and the client may remark on it. */
export function Samples({ delivery, onRemark }: SamplesProps) {
  const { t } = useTranslation('deliveries')
  const [open, setOpen] = useState<Item | null>(null)
  const list = useList<Item>('/api/v1/deliveries/{delivery}/items', {
    params: { path: { delivery: delivery.id } },
  })
  const colours = useMemo(
    () =>
      Object.fromEntries(
        delivery.labels.map((label: { key: string; color: string }) => [label.key, label.color]),
      ) as Record<string, string>,
    [delivery.labels],
  )
  return (
    <>
      <ThumbnailGrid
        label={t('view.samples')}
        list={list}
        colours={colours}
        size={260}
        thumbnail={(item) => ({
          id: item.task,
          name: item.name,
          url: item.thumbnail_url,
          width: item.width,
          height: item.height,
          shapes: item.records,
          meta: item.records.filter(({ kind }) => !STATEMENTS.has(kind)).length,
        })}
        onOpen={setOpen}
        empty={<EmptyState icon={IconPhotoOff} title={t('empty.items')} />}
      />
      {open && (
        <Viewer
          item={open}
          colours={colours}
          mayRemark={delivery.can.decide === true}
          onClose={() => setOpen(null)}
          onRemark={onRemark}
        />
      )}
    </>
  )
}

interface ViewerProps {
  readonly item: Item
  readonly colours: Record<string, string>
  readonly mayRemark: boolean
  readonly onClose: () => void
  readonly onRemark: (remark: DraftRemark) => void
}

function Viewer({ item, colours, mayRemark, onClose, onRemark }: ViewerProps) {
  return (
    <Modal opened onClose={onClose} title={item.name} size="90%">
      <div className={classes.viewer}>
        <div className={classes.viewerFrame}>
          <img src={item.url} alt={item.name} />
          <LabelOverlay
            width={item.width ?? 1}
            height={item.height ?? 1}
            shapes={item.records}
            colours={colours}
          />
        </div>
      </div>
      {mayRemark && <RemarkForm item={item} onRemark={onRemark} />}
    </Modal>
  )
}

function RemarkForm({ item, onRemark }: Pick<ViewerProps, 'item' | 'onRemark'>) {
  const { t } = useTranslation('deliveries')
  const [type, setType] = useState<string>('other')
  const [text, setText] = useState('')
  const add = () => {
    onRemark({ task: item.task, name: item.name, type, text: text.trim() })
    setText('')
  }
  return (
    <form
      className={classes.remarkForm}
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim()) add()
      }}
    >
      <Select
        label={t('remark.type')}
        data={ISSUE_TYPES.map((value) => ({ value, label: t(`common:issue-type.${value}`) }))}
        value={type}
        onChange={(value) => setType(value ?? 'other')}
      />
      <TextInput
        label={t('remark.text')}
        placeholder={t('remark.hint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        disabled={!text.trim()}
        leftSection={<IconMessagePlus size={14} />}
      >
        {t('remark.add')}
      </Button>
    </form>
  )
}
