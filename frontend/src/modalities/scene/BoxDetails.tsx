import { SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Editor } from '../../core/editor'
import { type Cuboid, headingOf, yawed } from '../../kinds'
import { fromAngles, pitchOf, rollOf } from '../../kinds/parts/space'
import classes from '../../workbench/panels/panels.module.css'
import { ExactNumber } from '../../workbench/parts/ExactNumber'
import { useComputed } from '../../workbench/use-value'
import { boxAt, editBoxes, tilts } from './objects'
import { PathDetails } from './PathDetails'
import { isPath } from './paths/paths'
import { pictureBoxOf } from './picture_boxes'
import { sceneOf } from './state'
import { TrackDetails } from './TrackDetails'
import { Verbs } from './Verbs'

const DEGREES = 180 / Math.PI

interface Field {
  readonly name: string
  readonly get: (box: Cuboid) => number
  readonly set: (box: Cuboid, value: number) => Cuboid
}

const plain = (name: 'x' | 'y' | 'z' | 'length' | 'width' | 'height'): Field => ({
  name,
  get: (box) => box[name],
  set: (box, value) => ({ ...box, [name]: value }),
})

const heading: Field = {
  name: 'heading',
  get: (box) => headingOf(box) * DEGREES,
  set: (box, value) => yawed(box, value / DEGREES - headingOf(box)),
}

const tilt = (name: 'pitch' | 'roll'): Field => ({
  name,
  get: (box) => (name === 'pitch' ? pitchOf(box) : rollOf(box)) * DEGREES,
  set: (box, value) => {
    const by = value / DEGREES
    const [pitch, roll] = name === 'pitch' ? [by, rollOf(box)] : [pitchOf(box), by]
    return { ...box, ...fromAngles(headingOf(box), pitch, roll) }
  },
})

/** Only where the schema allows it, or where a box is tilted already. */
const TILTS: readonly Field[] = [tilt('pitch'), tilt('roll')]

const FIELDS: readonly Field[] = [
  plain('length'),
  plain('width'),
  plain('height'),
  plain('x'),
  plain('y'),
  plain('z'),
  heading,
]

const SIZES = new Set(['length', 'width', 'height'])

const ON_BOX = [
  'scene.quarter',
  'scene.flip',
  'scene.refit',
  'scene.settle',
  'scene.still',
  'scene.best',
  'scene.focus',
]

/** What can be done with a box in a picture, whose place the hand changes there. */
function PictureBoxVerbs({ camera }: { readonly camera: string }) {
  const { t } = useTranslation('scene')
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t('box.in-picture', { camera })}</h2>
      <Verbs ids={['scene.lift', 'scene.project-again']} />
    </section>
  )
}

/** The selected box of the frame in numbers, to read and to type: metres of the world, degrees. */
export default function BoxDetails({ editor }: { readonly editor: Editor }) {
  const { t } = useTranslation('scene')
  const only = useComputed(
    () => (editor.selected.value.length === 1 ? (editor.selected.value[0] ?? null) : null),
    [editor],
  )
  const frame = useComputed(() => sceneOf(editor).frame.value, [editor])
  const disabled = useComputed(
    () => only === null || editor.editable(only.id) !== true,
    [editor, only],
  )
  const mayTilt = useComputed(() => tilts(editor), [editor])
  if (only && isPath(only)) return <PathDetails editor={editor} record={only} disabled={disabled} />
  const picture = only && pictureBoxOf(only)
  if (picture) return <PictureBoxVerbs camera={picture.camera} />
  const box = only && boxAt(only, frame)
  if (!only || !box) return null
  const isTilted = TILTS.some(({ get }) => Math.abs(get(box)) > 0.01)
  const fields = mayTilt || isTilted ? [...FIELDS, ...TILTS] : FIELDS
  const change = (field: Field, value: number) => {
    if (SIZES.has(field.name) && value <= 0) return
    editBoxes(editor, 'editor:edit.move', [only], (now) => field.set(now, value))
  }
  return (
    <>
      <section className={classes.section}>
        <h2 className={classes.heading}>{t('box.title')}</h2>
        <Verbs ids={ON_BOX} />
        <SimpleGrid cols={3} spacing={6} verticalSpacing={6}>
          {fields.map((field) => (
            <ExactNumber
              key={`${only.id} ${field.name}`}
              label={t(`box.${field.name}`)}
              value={field.get(box)}
              digits={3}
              disabled={disabled}
              onChange={(value) => change(field, value)}
            />
          ))}
        </SimpleGrid>
      </section>
      <TrackDetails editor={editor} record={only} frame={frame} disabled={disabled} />
    </>
  )
}
