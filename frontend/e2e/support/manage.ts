import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../../..')

/** What a command of manage.py says about the installation under test; it throws when the command fails. */
export function manage(...command: string[]): string {
  const file = process.env.E2E_SERVER_ENVIRONMENT
  if (!file) throw new Error('E2E_SERVER_ENVIRONMENT names no file; run the tests by `./dev e2e`')
  const env = { ...process.env, ...JSON.parse(readFileSync(file, 'utf8')) }
  const python = resolve(ROOT, '.venv/bin/python')
  return execFileSync(python, ['manage.py', ...command], { cwd: ROOT, encoding: 'utf8', env })
}
