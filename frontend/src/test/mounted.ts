/** Takes down what a test has put up. Apart from `render.tsx`, so that a test that draws nothing loads no React. */
const takeDowns: (() => Promise<void>)[] = []

export function onTakeDown(takeDown: () => Promise<void>): void {
  takeDowns.push(takeDown)
}

export async function takeDownAll(): Promise<void> {
  for (const takeDown of takeDowns.splice(0)) await takeDown()
}
