/** A canvas that fills the stage at the screen's own resolution; its context is in CSS pixels. */
export class Layer {
  readonly canvas = document.createElement('canvas')
  readonly context: CanvasRenderingContext2D

  constructor(className: string) {
    this.canvas.className = className
    Object.assign(this.canvas.style, {
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
      touchAction: 'none',
    })
    const context = this.canvas.getContext('2d')
    if (!context) throw new Error('no 2d context')
    this.context = context
  }

  resize(width: number, height: number, ratio: number): void {
    this.canvas.width = Math.max(1, Math.round(width * ratio))
    this.canvas.height = Math.max(1, Math.round(height * ratio))
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0)
  }
}
