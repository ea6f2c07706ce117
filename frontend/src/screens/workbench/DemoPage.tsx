import { Loader } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { HEIGHT, type Picture, WIDTH } from '../../workbench/testing/fixture'
import type { MemoryApi } from '../../workbench/testing/memory-api'
import { sceneApi } from '../../workbench/testing/scenes'
import { Workbench } from '../../workbench/Workbench'

/** A road to the horizon: something to label without a photograph. */
async function drawRoad(): Promise<Picture> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT)
  const brush = canvas.getContext('2d')
  if (!brush) return { url: '', thumbnail: '' }
  const sky = brush.createLinearGradient(0, 0, 0, 560)
  sky.addColorStop(0, '#7f9fb8')
  sky.addColorStop(1, '#d9dfe2')
  brush.fillStyle = sky
  brush.fillRect(0, 0, WIDTH, HEIGHT)
  brush.fillStyle = '#77806f'
  brush.fillRect(0, 560, WIDTH, HEIGHT)
  brush.fillStyle = '#5a5d61'
  brush.beginPath()
  for (const [x, y] of [
    [930, 560],
    [1000, 560],
    [1760, HEIGHT],
    [180, HEIGHT],
  ] as const) {
    brush.lineTo(x, y)
  }
  brush.fill()
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  const url = URL.createObjectURL(blob)
  return { url, thumbnail: url }
}

declare global {
  interface Window {
    /** The fake server of the scene, for a console or a script to change its weather. */
    demo?: MemoryApi
  }
}

/** `/workbench-demo/<scene>?photo=<address>`: the workbench on made-up data. Development only. */
export function DemoPage() {
  const { scene } = useParams({ strict: false }) as { scene: string }
  const { photo } = useSearch({ strict: false }) as { photo?: string }
  const navigate = useNavigate()
  const [picture, setPicture] = useState<Picture | null>(null)
  useEffect(() => {
    if (photo) setPicture({ url: photo, thumbnail: photo })
    else void drawRoad().then(setPicture)
  }, [photo])
  const api = useMemo(() => picture && sceneApi(scene, picture), [scene, picture])
  if (!api) return <Loader />
  window.demo = api as MemoryApi
  return (
    <Workbench
      key={scene}
      api={api}
      task="task-4"
      person="demo"
      preferences={{}}
      to={{
        open: () => void navigate({ to: '/workbench-demo/plain' }),
        leave: () => window.history.back(),
        toSample: () => window.history.back(),
        reload: () => window.location.reload(),
      }}
      links={{ object: null, issue: null, select: () => undefined }}
    />
  )
}
