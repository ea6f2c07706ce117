/**
 * Hears what a page sends to its sound card, in place of ears: samples as the graph rendered them, and when they are
 * played. Runs in the page before anything else; used by the browser tests and by the benchmark.
 */
;(() => {
  const PROCESSOR = `registerProcessor('tap', class extends AudioWorkletProcessor {
    process([[own]]) {
      if (own) this.port.postMessage({ frame: currentFrame, samples: own.slice() })
      return true
    }
  })`
  /** Seconds that are compared, and how far around the wanted sample they are looked for. */
  const [COMPARED, AROUND] = [0.1, 0.1]
  /** Seconds in which the player lets a sound swell and fade: there it is not as recorded. */
  const FADE = 0.002
  let blocks = []
  let context = null
  let pressed = 0
  let since = 0
  const playing = new Set()

  class Tapped extends AudioContext {
    constructor(options) {
      super(options)
      context = this
      const module = URL.createObjectURL(new Blob([PROCESSOR], { type: 'text/javascript' }))
      this.tap = this.audioWorklet.addModule(module).then(() => {
        const node = new AudioWorkletNode(this, 'tap')
        node.port.onmessage = ({ data }) => {
          // What was rendered before may come later.
          if (data.frame >= since) blocks.push(data)
        }
        connect.call(node, this.destination)
        return node
      })
    }
  }
  const { connect } = AudioNode.prototype
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to === this.context.destination) {
      this.context.tap?.then((node) => {
        connect.call(this, node)
        window.tap.isReady = true
      })
    }
    return connect.call(this, to, ...rest)
  }
  const { start } = AudioBufferSourceNode.prototype
  AudioBufferSourceNode.prototype.start = function (...when) {
    window.tap.hasBegun = true
    playing.add(this)
    this.addEventListener('ended', () => playing.delete(this))
    start.apply(this, when)
  }
  window.AudioContext = Tapped

  for (const type of ['pointerdown', 'keydown']) {
    addEventListener(
      type,
      ({ timeStamp }) => {
        pressed = timeStamp
      },
      true,
    )
  }

  /** What was rendered from the first sound on: its frame, and samples without a gap. */
  function heard() {
    const first = blocks.findIndex(({ samples }) => samples.some((value) => value !== 0))
    if (first < 0) return null
    const all = blocks.slice(first).flatMap(({ samples }) => [...samples])
    const start = all.findIndex((value) => value !== 0)
    return { frame: blocks[first].frame + start, samples: all.slice(start) }
  }

  /** Samples of the recording around one of them, of the first channel. */
  async function around(task, sample) {
    const { asset } = await (await fetch(`/api/v1/tasks/${task}/workbench`)).json()
    const { url, meta } = asset.files.find(({ role }) => role === 'pcm')
    const { rate, frame, offset, channels, format } = meta
    const from = Math.max(0, sample - Math.round(AROUND * rate))
    const to = Math.min(meta.samples, sample + Math.round((AROUND + COMPARED) * rate))
    const range = `bytes=${offset + from * frame}-${offset + to * frame - 1}`
    const bytes = await (await fetch(url, { headers: { Range: range } })).arrayBuffer()
    const values = format === 's16' ? new Int16Array(bytes) : new Float32Array(bytes)
    return { rate, from, values: values.filter((_, i) => i % channels === 0) }
  }

  function likeness(samples, values, at) {
    let [product, one, two] = [0, 1e-9, 1e-9]
    for (let i = 0; i < samples.length; i++) {
      product += samples[i] * values[at + i]
      one += samples[i] ** 2
      two += values[at + i] ** 2
    }
    return product / Math.sqrt(one * two)
  }

  window.tap = {
    isReady: false,
    /** Whether anything was ever given to the card. */
    hasBegun: false,
    /** Whether nothing is played, nor to be played. */
    isSilent: () => playing.size === 0,
    /** From now on, in silence. */
    listen() {
      since = context.currentTime * context.sampleRate
      blocks = []
    },
    /** Whether enough has been heard to be compared, or all of what is shorter. */
    hasHeard() {
      const length = heard()?.samples.length ?? 0
      return length > COMPARED * context.sampleRate || (length > 0 && playing.size === 0)
    },
    /** Milliseconds from the last press to the sound leaving the card, as far as the card tells. */
    delay() {
      const { contextTime, performanceTime } = context.getOutputTimestamp()
      return performanceTime + (heard().frame / context.sampleRate - contextTime) * 1000 - pressed
    },
    /** How far from a sample of the recording of a task the sound began, in milliseconds, and how sure that is (1). */
    async offset(task, sample) {
      const { rate, from, values } = await around(task, sample)
      const all = heard().samples.slice(0, Math.round(COMPARED * rate))
      const edge = Math.ceil(FADE * rate)
      // What is shorter ends in silence.
      const samples = all.slice(edge, all.findLastIndex((value) => value !== 0) + 1 - edge)
      let best = { at: 0, sure: 0 }
      for (let at = 0; at + samples.length <= values.length; at++) {
        const sure = likeness(samples, values, at)
        if (sure > best.sure) best = { at, sure }
      }
      const wanted = values.findIndex((value, i) => from + i >= sample && value !== 0)
      return { ms: ((best.at - edge - wanted) / rate) * 1000, sure: best.sure }
    },
  }
})()
