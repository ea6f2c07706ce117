import { expect, test, vi } from 'vitest'
import { render, settle, type } from '../test/render'
import { type Asked, refusal, serve } from '../test/server'
import { SignInForm } from './SignInForm'

const session = {
  me: { id: '1', name: 'Bob', email: 'bob@example.com', preferences: {} },
  language: '',
  memberships: [],
  permissions: [],
  second_factor: true,
  mail: false,
}

async function submit(host: HTMLElement) {
  host
    .querySelector('form')
    ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await settle(20)
}

async function fill(host: HTMLElement) {
  await type(host.querySelector('input[type="email"]'), 'bob@example.com')
  await type(host.querySelector('input[type="password"]'), 'a long password')
  await submit(host)
}

test('a wrong password is said in words and can be tried again', async () => {
  serve(() => refusal(400, 'wrong-credentials'))
  const onDone = vi.fn()
  const { host } = await render(<SignInForm onDone={onDone} />)
  await fill(host)
  expect(host.querySelector('[role="alert"]')?.textContent).toBe(
    'The email or the password is not right.',
  )
  expect(onDone).not.toHaveBeenCalled()
})

test('too many attempts say so', async () => {
  serve(() => refusal(429, 'too-many-requests'))
  const { host } = await render(<SignInForm onDone={vi.fn()} />)
  await fill(host)
  expect(host.querySelector('[role="alert"]')?.textContent).toContain('Too many attempts')
})

test('a second factor is asked for and sent with the rest', async () => {
  const answer = ({ method, body }: Asked) => {
    if (method === 'GET') return { body: session }
    return (body as { code?: string }).code ? { body: session } : refusal(401, 'mfa-required')
  }
  const heard = serve(answer)
  const onDone = vi.fn()
  const { host } = await render(<SignInForm onDone={onDone} />)
  await fill(host)
  expect(host.querySelector('[role="alert"]')).toBeNull()
  await type(host.querySelector('input[autocomplete="one-time-code"]'), '123456')
  await submit(host)
  expect(heard.filter(({ method }) => method === 'POST').at(-1)?.body).toEqual({
    email: 'bob@example.com',
    password: 'a long password',
    code: '123456',
  })
  expect(onDone).toHaveBeenCalledWith(session)
})
