// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const LONGEST_FUNCTION = 50

/** Source files of one folder and all below it; tests and generated types are not measured. */
function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(ROOT, folder, name))
    .filter((path) => !path.endsWith(join('api', 'schema.d.ts')))
}

interface Measured {
  readonly name: string
  readonly lines: number
}

/** Lines of a node, and of the functions directly inside it that are longer than one line. */
function lineCount(node: ts.Node, file: ts.SourceFile): number {
  const line = (position: number) => file.getLineAndCharacterOfPosition(position).line
  return line(node.getEnd()) - line(node.getStart(file)) + 1
}

/**
 * Every function of a file with its own lines: those of functions inside it count there and not here, so that a
 * factory is measured by what it does itself.
 */
function measure(path: string): Measured[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: Measured[] = []
  const visit = (node: ts.Node): number => {
    let inside = 0
    ts.forEachChild(node, (child) => {
      inside += visit(child)
    })
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return inside
    const lines = lineCount(node, file)
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
    found.push({ name: `${relative(ROOT, path)}:${line + 1}`, lines: lines - inside })
    return lines > 1 ? lines : 0
  }
  visit(file)
  return found
}

test('no function has more than 50 lines of its own', () => {
  const functions = sources('src').flatMap(measure)
  expect(functions.length).toBeGreaterThan(50)
  const tooLong = functions.filter(({ lines }) => lines > LONGEST_FUNCTION)
  expect(tooLong.map(({ name, lines }) => `${name} has ${lines}`)).toEqual([])
})

test('the core of the editor knows neither React nor a kind', () => {
  const imports = sources('src/core').flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/from '([^']+)'/g)].map((match) => [
      path,
      match[1] ?? '',
    ]),
  )
  const stranger = /^(react|@mantine|@tanstack)|\/(kinds|screens|ui|modalities)(\/|$)/
  const wrong = imports.filter(
    ([path, name]) => stranger.test(name ?? '') && !path?.includes('testing'),
  )
  expect(wrong).toEqual([])
})
