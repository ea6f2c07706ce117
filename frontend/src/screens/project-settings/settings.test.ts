import { expect, test } from 'vitest'
import type { Project } from '../../app/project'
import { changesOf, settingsOf } from './settings'

const project = {
  name: 'Streets',
  description: null,
  client: { id: 'c1', name: 'Northlight' },
  deadline: '2026-03-14',
  languages: ['en'],
  workflow: { review: 'sample', review_share: 0.3, lease_minutes: 45 },
} as unknown as Project

const before = settingsOf(project)

test('a project fills the form', () => {
  expect(before).toMatchObject({ description: '', client: 'c1', share: 30, lease: 45 })
  expect(settingsOf({ ...project, workflow: null })).toMatchObject({ review: 'all', share: 100 })
})

test('nothing changed sends nothing', () => {
  expect(changesOf(before, { ...before, name: ' Streets ' })).toEqual({})
})

test('only what changed is sent', () => {
  expect(changesOf(before, { ...before, client: '', deadline: '', share: 50 })).toEqual({
    client: null,
    deadline: null,
    workflow: { review_share: 0.5 },
  })
})
