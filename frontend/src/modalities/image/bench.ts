/**
 * The stage by itself, for benchmarks/editor: no shell, no server. Not part of the production build,
 * whose only entry is index.html. `?records=<url>&image=<url>&theme=dark&language=zh` say what to show.
 */
import { signal } from '@preact/signals-core'
import { commandsOf } from '../../core/commands'
import { Document } from '../../core/document'
import { Editor } from '../../core/editor'
import type { Annotation } from '../../core/patch'
import { loadModality } from '../../core/registry'
import type { Label, LabelSchema, Language } from '../../core/schema'

declare global {
  interface Window {
    bench: { editor: Editor; run: (id: string) => boolean; ready: Promise<number> }
  }
}

interface Scene {
  readonly width: number
  readonly height: number
  readonly records: readonly Annotation[]
  readonly suggestions?: readonly Annotation[]
}

const label = (key: string, zh: string, color: string): Label => ({
  key,
  name: { en: key.charAt(0).toUpperCase() + key.slice(1), zh },
  color,
  hotkey: null,
  kinds: ['box', 'rotated_box', 'polygon', 'polyline', 'points', 'tag'],
  attributes: [],
})

const schema: LabelSchema = {
  labels: [
    label('car', '轿车', '#4363d8'),
    label('truck', '卡车', '#f58231'),
    label('pedestrian', '行人', '#e6194b'),
    label('rider', '骑行者', '#911eb4'),
    label('sign', '交通标志', '#ffe119'),
    label('light', '信号灯', '#3cb44b'),
    label('road', '道路', '#42d4f4'),
    label('lane', '车道线', '#f0f0f0'),
  ],
  questions: [],
}

async function open(): Promise<number> {
  const query = new URLSearchParams(location.search)
  const url = (name: string) => query.get(name) ?? ''
  const [scene, modality] = await Promise.all([
    fetch(url('records')).then((reply) => reply.json() as Promise<Scene>),
    loadModality('image'),
  ])
  const suggested = new Document(scene.suggestions ?? [], 'suggestions', 'prelabel')
  const editor = new Editor({
    work: new Document(scene.records, 'work'),
    kinds: modality.kinds,
    schema,
    extent: scene,
    suggestions: [{ document: suggested, model: { slug: 'bench', name: 'Bench', version: '1' } }],
  })
  const commands = new Map(commandsOf(modality, schema).map((command) => [command.id, command]))
  const run = (id: string): boolean => {
    const command = commands.get(id)
    return command ? editor.run(command) : false
  }
  const ready = new Promise<number>((resolve, reject) => {
    const stage = modality.createStage(editor, {
      asset: { id: '', name: '', url: url('image'), meta: {}, files: [], ...editor.extent },
      theme: signal(query.get('theme') === 'dark' ? ('dark' as const) : ('light' as const)),
      language: signal((query.get('language') ?? 'en') as Language),
      onReady: () => resolve(performance.now()),
      onError: reject,
    })
    const host = document.getElementById('stage')
    if (host) stage.mount(host)
  })
  window.bench = { editor, run, ready }
  return ready
}

void open().then((ms) => {
  document.documentElement.dataset.ready = String(Math.round(ms))
})
