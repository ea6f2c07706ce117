import { ActionIcon, SegmentedControl, Slider } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../../core/editor'
import type { Tool } from '../../../core/tool'
import { mask } from '../../../kinds/mask'
import { Tip } from '../../../ui/Tip'
import { Icon } from '../../../workbench/icons'
import { useComputed, useValue } from '../../../workbench/use-value'
import { Bar, Group, Ways } from '../Bar'
import { Prompts } from '../prompts/PromptBar'
import { maskPromptTool } from '../prompts/tools'
import { sliceTool } from '../slicing/tool'
import { cutTool } from './cut'
import { Cutting, Hint, Limits } from './Hints'
import classes from './mask-bar.module.css'
import { LARGEST, maskSettings, type Overlap, overlapIn, overlapsIn } from './settings'
import { maskTools } from './tools'

const BRUSHES = new Set(['mask_brush', 'mask_eraser'])
/** Tools that look at the pixels of the picture. */
const LOOKS = new Set(['mask_wand', 'mask_wire', 'mask_cells', 'mask_cut'])
/** Tools whose other ways are not to be guessed. */
const HINTS = new Set(['mask_wand', 'mask_wire', 'mask_cells', sliceTool.id])

/** Sizes are chosen by ratio: half way along is the geometric mean. */
const toSlider = (size: number) => Math.round((Math.log(size) / Math.log(LARGEST)) * 100)
const fromSlider = (at: number) => Math.max(1, Math.round(LARGEST ** (at / 100)))

function Brush() {
  const { t } = useTranslation('image')
  const size = useValue(maskSettings.size)
  const square = useValue(maskSettings.square)
  return (
    <>
      <span className={classes.caption}>{t('mask.size')}</span>
      <Slider
        className={classes.slider ?? ''}
        size="sm"
        min={0}
        max={100}
        label={null}
        value={toSlider(size)}
        thumbLabel={t('mask.size')}
        onChange={(at) => {
          maskSettings.size.value = fromSlider(at)
        }}
      />
      <span className={classes.figure} data-testid="brush-size">
        {t('mask.pixels', { count: size })}
      </span>
      <Tip label={t('mask.square')}>
        <ActionIcon
          size={26}
          aria-label={t('mask.square')}
          aria-pressed={square}
          data-active={square || undefined}
          className={classes.switch ?? ''}
          onClick={() => {
            maskSettings.square.value = !square
          }}
        >
          <Icon name={square ? 'square' : 'circle'} />
        </ActionIcon>
      </Tip>
    </>
  )
}

function Amount({ name }: { readonly name: 'tolerance' | 'cell' }) {
  const { t } = useTranslation('image')
  const value = useValue(maskSettings[name])
  const [least, most] = name === 'tolerance' ? [0, 128] : [8, 96]
  return (
    <>
      <span className={classes.caption}>{t(`mask.${name}`)}</span>
      <Slider
        className={classes.slider ?? ''}
        size="sm"
        min={least}
        max={most}
        label={null}
        value={value}
        thumbLabel={t(`mask.${name}`)}
        onChange={(at) => {
          maskSettings[name].value = at
        }}
      />
      <span className={classes.figure}>{value}</span>
    </>
  )
}

function Where({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('image')
  const overlap = useComputed(() => overlapIn(editor), [editor])
  const choices = useComputed(() => overlapsIn(editor), [editor])
  return (
    <Tip label={t(`mask.overlap.${overlap}-hint`)}>
      <SegmentedControl
        size="xs"
        aria-label={t('mask.overlap.title')}
        value={overlap}
        data={choices.map((one) => ({ value: one, label: t(`mask.overlap.${one}`) }))}
        onChange={(chosen) => {
          maskSettings.overlap.value = chosen as Overlap
        }}
      />
    </Tip>
  )
}

const hasBar = ({ kind, id }: Tool) => kind === mask.id || id === sliceTool.id

/** How the mask tool in the hand works. Nothing is shown while another tool is. */
export default function MaskBar({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('image')
  const tool = useValue(editor.tool)
  const canWrite = useComputed(() => editor.canWrite.value === true, [editor])
  const offered = useComputed(() => {
    const { labels } = editor.schema.value
    const paints = labels.some(({ kinds }) => kinds.includes(mask.id))
    return maskTools.filter((one) => paints || !one.kind)
  }, [editor])
  if (!tool || !canWrite || !hasBar(tool)) return null
  return (
    <Bar label={t('mask.title')} testId="mask-bar">
      <Ways editor={editor} tools={offered} tool={tool} />
      <Group>
        {BRUSHES.has(tool.id) && <Brush />}
        {tool.id === 'mask_cells' && <Amount name="cell" />}
        {tool.id === 'mask_wand' && <Amount name="tolerance" />}
        {tool.kind === mask.id && <Where editor={editor} />}
        {tool.kind === mask.id && <Limits editor={editor} looks={LOOKS.has(tool.id)} />}
        {tool.id === cutTool.id && <Cutting editor={editor} />}
        {HINTS.has(tool.id) && <Hint name={tool.id} />}
      </Group>
      {tool.id === maskPromptTool.id && (
        <Group>
          <Prompts editor={editor} />
        </Group>
      )}
    </Bar>
  )
}
