import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

const PIECE = 64 * 1024

/** The line between a browser and the server under test, which a test may slow down and cut. */
export class Line {
  readonly #to: URL
  readonly #server: Server
  readonly #open = new Set<Socket>()
  #isCut = false
  #waiting: { readonly from: number; readonly reached: () => void } | null = null
  #sent = 0

  constructor(to: string) {
    this.#to = new URL(to)
    this.#server = createServer((browser) => this.#join(browser))
  }

  /** The address under which the browser reaches the server. */
  async address(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, this.#to.hostname, done))
    return `http://${this.#to.hostname}:${(this.#server.address() as AddressInfo).port}`
  }

  /** Until the browser has sent so many bytes more, then the line is cut: what was under way is lost. */
  async cutAfter(bytes: number): Promise<void> {
    await new Promise<void>((reached) => {
      this.#waiting = { from: this.#sent + bytes, reached }
    })
  }

  mend(): void {
    this.#isCut = false
  }

  close(): void {
    this.#cut()
    this.#server.close()
  }

  #cut(): void {
    this.#isCut = true
    for (const socket of this.#open) socket.destroy()
  }

  #join(browser: Socket): void {
    if (this.#isCut) return void browser.destroy()
    const server = connect(Number(this.#to.port), this.#to.hostname)
    for (const [one, other] of [
      [browser, server],
      [server, browser],
    ] as const) {
      this.#open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.#open.delete(one)
        // Not only ended: who still sends must hear that nobody is there any more.
        other.destroySoon()
      })
    }
    server.pipe(browser)
    browser.on('data', (bytes) => this.#send(bytes, browser, server))
  }

  /** In pieces, so that a line is cut where a test wants it, and not where the buffers end. */
  #send(bytes: Buffer, browser: Socket, server: Socket): void {
    for (let at = 0; at < bytes.length && !this.#isCut; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE)
      this.#sent += piece.length
      if (!server.write(piece)) {
        browser.pause()
        server.once('drain', () => browser.resume())
      }
      const waiting = this.#waiting
      if (!waiting || this.#sent < waiting.from) continue
      this.#waiting = null // one cut each time: a second one would fall on the mended line
      server.write('', () => {
        this.#cut()
        waiting.reached()
      })
    }
  }
}
