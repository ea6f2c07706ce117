/** From boxes in space to boxes in the pictures, and back. */
import { all, type Command } from '../../../core/command'
import { labelFor, newAnnotation, putNew } from '../../../core/create'
import type { Editor } from '../../../core/editor'
import { withData } from '../../../core/kind'
import type { Annotation } from '../../../core/patch'
import { canWrite } from '../../../core/selection'
import type { PictureBox } from '../../../kinds'
import { lifted, pictured, type Shot } from '../data/lift'
import { boxAt } from '../objects'
import { pictureBoxOf } from '../picture_boxes'
import { sceneOf } from '../state'
import { Draft } from '../tools/draft'
import { fitOptions } from '../tools/fit'
import { boxesHere, command } from './of'

/** Smaller in a picture is not worth a box, in pixels of the camera. */
const SMALLEST = 5

/** The cameras of a frame that can be projected into. */
function shotsIn(editor: Editor, frame: number): readonly Shot[] {
  const { manifest, origin } = sceneOf(editor)
  const known = manifest.peek()
  return (known?.frames[frame]?.images ?? []).flatMap(({ camera: index, pose }): Shot[] => {
    const camera = known?.cameras[index]
    return camera?.fx && pose ? [{ camera, pose, origin }] : []
  })
}

/** What a record in space takes up in the pictures of a frame. */
function seenOf(editor: Editor, record: Annotation, frame: number): readonly PictureBox[] {
  const box = boxAt(record, frame)
  if (!box) return []
  const here = sceneOf(editor).toScene(box)
  return shotsIn(editor, frame).flatMap((shot): PictureBox[] => {
    const place = pictured(shot, here)
    if (!place || Math.min(place.width, place.height) < SMALLEST) return []
    return [{ frame, camera: shot.camera.name, ...place, of: record.id }]
  })
}

const keyOf = ({ of, frame, camera }: PictureBox): string => `${of} ${frame} ${camera}`

/** Boxes that are there already, by what they are of. */
function known(editor: Editor): ReadonlyMap<string, Annotation> {
  return new Map(
    [...editor.work.records.peek().values()].flatMap((record) => {
      const data = pictureBoxOf(record)
      return data?.of ? [[keyOf(data), record] as const] : []
    }),
  )
}

/** What a record takes up in the pictures of frames, as records of their own. What a person has set there stays. */
function drafts(
  editor: Editor,
  record: Annotation,
  frames: readonly number[],
  before: ReadonlyMap<string, Annotation>,
): readonly Annotation[] {
  const label = editor.labelOf(record)
  const own = label?.kinds.includes('picture_box') ? label : labelFor(editor, 'picture_box')
  return frames
    .flatMap((frame) => seenOf(editor, record, frame))
    .flatMap((data): Annotation[] => {
      const old = before.get(keyOf(data))
      if (old) return old.source.origin === 'human' ? [] : [withData(old, data)]
      return [{ ...newAnnotation('picture_box', data, own), source: { origin: 'rule' } }]
    })
}

/** Put what is selected, or everything, into the pictures of frames. */
function project(editor: Editor, frames: readonly number[]): void {
  const chosen = boxesHere(editor)
  const records = chosen.length > 0 ? chosen : [...editor.work.records.peek().values()]
  const before = known(editor)
  const made = records.flatMap((record) => drafts(editor, record, frames, before))
  editor.edit('scene:edit.project', (tx) => {
    for (const record of made) putNew(tx, record)
  })
}

const selectedPictureBoxes = (editor: Editor): readonly Annotation[] =>
  editor.selected.value.filter((record) => pictureBoxOf(record))

/** Selected boxes in pictures as what they are of takes up there. */
function reset(editor: Editor): void {
  editor.edit('scene:edit.project', (tx) => {
    for (const record of selectedPictureBoxes(editor)) {
      const data = pictureBoxOf(record)
      const of = data?.of ? editor.work.records.peek().get(data.of) : undefined
      const found = of && data ? seenOf(editor, of, data.frame) : []
      const next = found.find(({ camera }) => camera === data?.camera)
      if (next) {
        tx.update(record.id, (one) => ({ ...withData(one, next), source: { origin: 'rule' } }))
      }
    }
  })
}

/** The box in space of the selected one in a picture. */
function lift(editor: Editor): void {
  const scene = sceneOf(editor)
  const [record] = selectedPictureBoxes(editor)
  const data = record && pictureBoxOf(record)
  const points = scene.points.peek()
  const shots = data ? shotsIn(editor, data.frame) : []
  const shot = shots.find(({ camera }) => camera.name === data?.camera)
  if (!record || !data || !points || !shot) return
  const box = lifted(points, shot, data, fitOptions(editor, editor.labelOf(record)))
  if (!box) {
    scene.tell('scene:told.nothing-there')
    return
  }
  new Draft(editor, editor.labelOf(record)).keep(box, 'scene:edit.fit', (id, tx) =>
    tx.update(record.id, (one) => withData(one, { ...data, of: id })),
  )
}

const hasCamera = (editor: Editor): true | string =>
  shotsIn(editor, sceneOf(editor).frame.value).length > 0 || 'scene:reason.no-camera'

const isForPictures = (editor: Editor): true | string =>
  editor.schema.value.labels.some(({ kinds }) => kinds.includes('picture_box')) ||
  'scene:reason.no-picture-boxes'

const mayProject = (editor: Editor): true | string =>
  all(
    () => isForPictures(editor),
    () => canWrite(editor),
    () => hasCamera(editor),
  )

const hasPictureBox = (editor: Editor): true | string =>
  all(
    () => canWrite(editor),
    () => selectedPictureBoxes(editor).length > 0 || 'scene:reason.no-picture-box',
  )

export const projectCommands: readonly Command[] = [
  command('project', 'edit', (e) => project(e, [sceneOf(e).frame.peek()]), {
    icon: 'rectangle',
    keys: ['Shift+I'],
    enabled: mayProject,
  }),
  command(
    'project-all',
    'edit',
    (e) =>
      project(
        e,
        Array.from({ length: sceneOf(e).frames.peek() }, (_, frame) => frame),
      ),
    { icon: 'stack-front', keys: ['Alt+Shift+I'], enabled: mayProject },
  ),
  command('project-again', 'edit', reset, {
    icon: 'arrow-back-up',
    enabled: (e) =>
      all(
        () => hasPictureBox(e),
        () =>
          selectedPictureBoxes(e).some((record) => pictureBoxOf(record)?.of) ||
          'scene:reason.of-nothing',
      ),
  }),
  command('lift', 'edit', lift, {
    icon: 'cube-spark',
    keys: ['Ctrl+I'],
    enabled: hasPictureBox,
  }),
]
