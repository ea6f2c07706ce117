/**
 * The cheapest cut between what is certainly inside and what is certainly outside, by the algorithm of Boykov and
 * Kolmogorov (2004): two trees grow towards each other, and where they meet flow is pushed through. How far a node is
 * from its root is remembered until the next push, so that trees stay flat.
 */

const SIDES = 8
const FREE = 0
const SOURCE = 1
const SINK = 2
/** Instead of an arc to a parent. */
const ROOT = -1
const NO_PARENT = -2
const FAR = 2 ** 30

export class MaxFlow {
  /** Arc `8 v + d` leads from node `v` in direction `d`; back in direction `d + 4`, which is `d ^ 4`. */
  readonly #to: Int32Array
  readonly #room: Float32Array
  /** What may still come from the source, or, below 0, go to the sink. */
  readonly #terminal: Float32Array
  readonly #tree: Uint8Array
  readonly #parent: Int32Array
  readonly #isActive: Uint8Array
  /** Steps to the root, as known at the push of this number. */
  readonly #steps: Int32Array
  readonly #known: Int32Array
  #active: number[] = []
  #next = 0
  #orphans: number[] = []
  #pushes = 1

  constructor(nodes: number) {
    this.#to = new Int32Array(nodes * SIDES).fill(-1)
    this.#room = new Float32Array(nodes * SIDES)
    this.#terminal = new Float32Array(nodes)
    this.#tree = new Uint8Array(nodes)
    this.#parent = new Int32Array(nodes).fill(NO_PARENT)
    this.#isActive = new Uint8Array(nodes)
    this.#steps = new Int32Array(nodes)
    this.#known = new Int32Array(nodes)
  }

  /** What it costs to put a node outside, or inside. */
  terminal(node: number, outside: number, inside: number): void {
    this.#terminal[node] = (this.#terminal[node] as number) + outside - inside
  }

  /** What it costs to separate two nodes; `direction` is that of the second from the first. */
  link(a: number, b: number, direction: number, cost: number): void {
    const there = a * SIDES + direction
    const back = b * SIDES + (direction ^ 4)
    this.#to[there] = b
    this.#to[back] = a
    this.#room[there] = cost
    this.#room[back] = cost
  }

  /** Whether each node is inside. */
  solve(): Uint8Array {
    for (let v = 0; v < this.#tree.length; v++) {
      const terminal = this.#terminal[v] as number
      if (terminal === 0) continue
      this.#tree[v] = terminal > 0 ? SOURCE : SINK
      this.#parent[v] = ROOT
      this.#steps[v] = 1
      this.#activate(v)
    }
    for (let meeting = this.#grow(); meeting >= 0; meeting = this.#grow()) {
      this.#pushes++
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
    return ((this.#to[arc] as number) << 3) | ((arc & 7) ^ 4)
  }

  /** The arc from the source's tree to the sink's where they meet; -1 when they never will. */
  #grow(): number {
    while (this.#next < this.#active.length) {
      const v = this.#active[this.#next] as number
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
    const tree = this.#tree[v] as number
    const end = (v + 1) * SIDES
    for (let arc = v * SIDES; arc < end; arc++) {
      const u = this.#to[arc] as number
      if (u < 0 || !this.#carries(tree, arc)) continue
      const other = this.#tree[u]
      if (other !== FREE && other !== tree) return tree === SOURCE ? arc : this.#back(arc)
      this.#draw(u, v, arc)
    }
    return -1
  }

  /** Bring a free node into the tree of its neighbour, or one of the same tree nearer to the root. */
  #draw(u: number, v: number, arc: number): void {
    if (this.#tree[u] === FREE) this.#take(u, v, arc)
    else if (this.#isNearer(v, u)) this.#hang(u, v, arc)
  }

  /** A free node joins the tree of its neighbour. */
  #take(u: number, v: number, arc: number): void {
    this.#tree[u] = this.#tree[v] as number
    this.#hang(u, v, arc)
    this.#activate(u)
  }

  /** Whether the root is known to be nearer by way of `v`. */
  #isNearer(v: number, u: number): boolean {
    const isAsNew = (this.#known[u] as number) <= (this.#known[v] as number)
    return isAsNew && (this.#steps[u] as number) > (this.#steps[v] as number)
  }

  /** Whether flow can go along an arc of a node: away from the source, or towards the sink. */
  #carries(tree: number, arc: number): boolean {
    return (this.#room[tree === SOURCE ? arc : this.#back(arc)] as number) > 0
  }

  /** Make `v`, from which `arc` leads to `u`, the parent of `u`. */
  #hang(u: number, v: number, arc: number): void {
    this.#parent[u] = this.#back(arc)
    this.#known[u] = this.#known[v] as number
    this.#steps[u] = (this.#steps[v] as number) + 1
  }

  /** Push what fits from the source to the sink through `meeting`. */
  #augment(meeting: number): void {
    const [from, to] = [meeting >> 3, this.#to[meeting] as number]
    const most = Math.min(this.#room[meeting] as number, this.#most(from, true))
    const flow = Math.min(most, this.#most(to, false))
    this.#move(meeting, flow)
    this.#pushUp(from, flow, true)
    this.#pushUp(to, flow, false)
  }

  /** How much fits between a node and its root; from the source against the arcs to the parents. */
  #most(start: number, isSource: boolean): number {
    let v = start
    let most = FAR
    for (let arc = this.#parent[v] as number; arc >= 0; arc = this.#parent[v] as number) {
      most = Math.min(most, this.#room[isSource ? this.#back(arc) : arc] as number)
      v = this.#to[arc] as number
    }
    return Math.min(most, Math.abs(this.#terminal[v] as number))
  }

  #pushUp(start: number, flow: number, isSource: boolean): void {
    let v = start
    for (let arc = this.#parent[v] as number; arc >= 0; ) {
      const above = this.#to[arc] as number
      const along = isSource ? this.#back(arc) : arc
      this.#move(along, flow)
      if (this.#room[along] === 0) this.#orphan(v)
      v = above
      arc = this.#parent[v] as number
    }
    const left = (this.#terminal[v] as number) + (isSource ? -flow : flow)
    this.#terminal[v] = left
    if (left === 0) this.#orphan(v)
  }

  #move(arc: number, flow: number): void {
    const back = this.#back(arc)
    this.#room[arc] = (this.#room[arc] as number) - flow
    this.#room[back] = (this.#room[back] as number) + flow
  }

  #orphan(v: number): void {
    this.#parent[v] = NO_PARENT
    this.#orphans.push(v)
  }

  #adopt(): void {
    for (let v = this.#orphans.pop(); v !== undefined; v = this.#orphans.pop()) {
      const arc = this.#findParent(v)
      if (arc >= 0) this.#hang(v, this.#to[arc] as number, this.#back(arc))
      else this.#free(v)
    }
  }

  /** An arc to the neighbour of the same tree that is nearest to its root. */
  #findParent(v: number): number {
    const tree = this.#tree[v] as number
    let best = -1
    let least = FAR
    for (let arc = v * SIDES; arc < (v + 1) * SIDES; arc++) {
      const u = this.#to[arc] as number
      // The way goes from the parent to the node, or in the sink's tree back.
      if (u < 0 || this.#tree[u] !== tree || !this.#carries(tree, this.#back(arc))) continue
      const steps = this.#stepsToRoot(u)
      if (steps >= least) continue
      least = steps
      best = arc
    }
    return best
  }

  /** FAR for a node that hangs on an orphan. */
  #stepsToRoot(start: number): number {
    const now = this.#pushes
    let steps = 0
    for (let at = start; ; ) {
      if (this.#known[at] === now) {
        steps += this.#steps[at] as number
        break
      }
      const arc = this.#parent[at] as number
      if (arc === NO_PARENT) return FAR
      steps++
      if (arc === ROOT) {
        this.#known[at] = now
        this.#steps[at] = 1
        break
      }
      at = this.#to[arc] as number
    }
    for (let at = start, left = steps; this.#known[at] !== now; left--) {
      this.#known[at] = now
      this.#steps[at] = left
      at = this.#to[this.#parent[at] as number] as number
    }
    return steps
  }

  #free(v: number): void {
    const tree = this.#tree[v] as number
    for (let arc = v * SIDES; arc < (v + 1) * SIDES; arc++) {
      const u = this.#to[arc] as number
      if (u < 0 || this.#tree[u] !== tree) continue
      const back = this.#back(arc)
      if (this.#carries(tree, back)) this.#activate(u)
      if (this.#parent[u] === back) this.#orphan(u)
    }
    this.#tree[v] = FREE
  }
}
