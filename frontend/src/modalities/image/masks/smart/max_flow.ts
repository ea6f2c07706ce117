/**
 * The cheapest cut between what is certainly inside and what is certainly outside, by the algorithm of Boykov and
 * Kolmogorov (2004): two trees grow towards each other, and where they meet flow is pushed through.
 */

const SIDES = 8
const FREE = 0
const SOURCE = 1
const SINK = 2
/** Instead of an arc to a parent. */
const ROOT = -1
const NO_PARENT = -2

/** The arc back of an arc in direction `d` is in direction `d + 4` of the node where it ends. */
const opposite = (direction: number) => (direction + 4) % SIDES

export class MaxFlow {
  readonly #to: Int32Array
  readonly #room: Float32Array
  /** What may still come from the source, or, below 0, go to the sink. */
  readonly #terminal: Float32Array
  readonly #tree: Uint8Array
  readonly #parent: Int32Array
  readonly #isActive: Uint8Array
  #active: number[] = []
  #next = 0
  #orphans: number[] = []

  constructor(nodes: number) {
    this.#to = new Int32Array(nodes * SIDES).fill(-1)
    this.#room = new Float32Array(nodes * SIDES)
    this.#terminal = new Float32Array(nodes)
    this.#tree = new Uint8Array(nodes)
    this.#parent = new Int32Array(nodes).fill(NO_PARENT)
    this.#isActive = new Uint8Array(nodes)
  }

  /** What it costs to put a node outside, or inside. */
  terminal(node: number, outside: number, inside: number): void {
    this.#terminal[node] = (this.#terminal[node] ?? 0) + outside - inside
  }

  /** What it costs to separate two nodes; `direction` is that of the second from the first. */
  link(a: number, b: number, direction: number, cost: number): void {
    const there = a * SIDES + direction
    const back = b * SIDES + opposite(direction)
    this.#to[there] = b
    this.#to[back] = a
    this.#room[there] = cost
    this.#room[back] = cost
  }

  /** Whether each node is inside. */
  solve(): Uint8Array {
    for (let v = 0; v < this.#tree.length; v++) {
      const terminal = this.#terminal[v] ?? 0
      if (terminal === 0) continue
      this.#tree[v] = terminal > 0 ? SOURCE : SINK
      this.#parent[v] = ROOT
      this.#activate(v)
    }
    for (let meeting = this.#grow(); meeting >= 0; meeting = this.#grow()) {
      this.#augment(meeting)
      this.#adopt()
    }
    return this.#tree.map((tree) => (tree === SOURCE ? 1 : 0))
  }

  #activate(v: number): void {
    if (this.#isActive[v]) return
    this.#isActive[v] = 1
    this.#active.push(v)
  }

  #back(arc: number): number {
    return (this.#to[arc] ?? 0) * SIDES + opposite(arc % SIDES)
  }

  /** The arc from the source's tree to the sink's where they meet; -1 when they never will. */
  #grow(): number {
    while (this.#next < this.#active.length) {
      const v = this.#active[this.#next] ?? 0
      const meeting = this.#tree[v] === FREE ? -1 : this.#growFrom(v)
      if (meeting >= 0) return meeting
      this.#isActive[v] = 0
      this.#next++
      if (this.#next > 65_536 && this.#next * 2 > this.#active.length) {
        this.#active = this.#active.slice(this.#next)
        this.#next = 0
      }
    }
    return -1
  }

  #growFrom(v: number): number {
    for (let arc = v * SIDES; arc < (v + 1) * SIDES; arc++) {
      const u = this.#to[arc] ?? -1
      if (u < 0 || !this.#carries(v, arc)) continue
      if (this.#tree[u] === FREE) this.#take(u, v, arc)
      else if (this.#tree[u] !== this.#tree[v]) {
        return this.#tree[v] === SOURCE ? arc : this.#back(arc)
      }
    }
    return -1
  }

  /** Whether flow can go along an arc of a node: away from the source, or towards the sink. */
  #carries(v: number, arc: number): boolean {
    return (this.#room[this.#tree[v] === SOURCE ? arc : this.#back(arc)] ?? 0) > 0
  }

  /** A free node joins the tree of its neighbour. */
  #take(u: number, v: number, arc: number): void {
    this.#tree[u] = this.#tree[v] ?? FREE
    this.#parent[u] = this.#back(arc)
    this.#activate(u)
  }

  /** Every arc from the source to the sink through `meeting`, and the nodes at both ends. */
  #augment(meeting: number): void {
    const arcs = [meeting]
    const start = Math.floor(meeting / SIDES)
    const source = this.#climb(start, (arc) => arcs.push(this.#back(arc)))
    const sink = this.#climb(this.#to[meeting] ?? 0, (arc) => arcs.push(arc))
    let flow = Math.min(this.#terminal[source] ?? 0, -(this.#terminal[sink] ?? 0))
    for (const arc of arcs) flow = Math.min(flow, this.#room[arc] ?? 0)
    for (const arc of arcs) this.#push(arc, flow)
    this.#terminal[source] = (this.#terminal[source] ?? 0) - flow
    this.#terminal[sink] = (this.#terminal[sink] ?? 0) + flow
    for (const root of [source, sink]) if (this.#terminal[root] === 0) this.#orphan(root)
  }

  #push(arc: number, flow: number): void {
    const back = this.#back(arc)
    this.#room[arc] = (this.#room[arc] ?? 0) - flow
    this.#room[back] = (this.#room[back] ?? 0) + flow
    if (this.#room[arc] !== 0) return
    const from = Math.floor(arc / SIDES)
    const to = this.#to[arc] ?? 0
    if (this.#tree[from] !== this.#tree[to]) return
    this.#orphan(this.#tree[from] === SOURCE ? to : from)
  }

  /** Walk up to the root of a tree; each arc leads from a node to its parent. */
  #climb(v: number, pass: (arc: number) => void): number {
    let at = v
    for (let arc = this.#parent[at] ?? ROOT; arc >= 0; arc = this.#parent[at] ?? ROOT) {
      pass(arc)
      at = this.#to[arc] ?? 0
    }
    return at
  }

  #orphan(v: number): void {
    this.#parent[v] = NO_PARENT
    this.#orphans.push(v)
  }

  #adopt(): void {
    for (let v = this.#orphans.pop(); v !== undefined; v = this.#orphans.pop()) {
      const arc = this.#findParent(v)
      if (arc >= 0) this.#parent[v] = arc
      else this.#free(v)
    }
  }

  /** An arc to a neighbour of the same tree that hangs on its root; the nearest to the root would be best. */
  #findParent(v: number): number {
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (let arc = v * SIDES; arc < (v + 1) * SIDES; arc++) {
      const u = this.#to[arc] ?? -1
      // The way goes from the parent to the node, or in the sink's tree back.
      if (u < 0 || this.#tree[u] !== this.#tree[v] || !this.#carries(u, this.#back(arc))) continue
      const steps = this.#stepsToRoot(u, least)
      if (steps >= least) continue
      least = steps
      best = arc
    }
    return best
  }

  #stepsToRoot(v: number, most: number): number {
    let steps = 0
    for (let at = v; steps < most; steps++) {
      const arc = this.#parent[at] ?? NO_PARENT
      if (arc === ROOT) return steps
      if (arc === NO_PARENT) return Number.POSITIVE_INFINITY
      at = this.#to[arc] ?? 0
    }
    return Number.POSITIVE_INFINITY
  }

  #free(v: number): void {
    for (let arc = v * SIDES; arc < (v + 1) * SIDES; arc++) {
      const u = this.#to[arc] ?? -1
      if (u < 0 || this.#tree[u] !== this.#tree[v]) continue
      const back = this.#back(arc)
      if (this.#carries(u, back)) this.#activate(u)
      if (this.#parent[u] === back) this.#orphan(u)
    }
    this.#tree[v] = FREE
  }
}
