import { afterEach, expect, it } from 'vitest'
import { QuestionThread } from './question-thread.ts'

let thread: QuestionThread<number | 'fail' | 'end' | 'slow', unknown>
const open = () => (thread = new QuestionThread(new URL('./testing/sample-thread.ts', import.meta.url), 40))
afterEach(async () => { await thread.close() })

it('answers each question with its own answer, in turn', async () => {
  open()
  const order: unknown[] = []
  const asked = (['slow', 1, 2] as const).map(async (question) => { order.push(await thread.ask(question)) })
  expect(thread.waiting).toBe(3)
  await Promise.all(asked)
  expect(order).toEqual(['slow', 41, 42])
  expect(thread.waiting).toBe(0)
})

it('a question that cannot be answered fails by itself', async () => {
  open()
  const [failed, answered] = await Promise.allSettled([thread.ask('fail'), thread.ask(2)])
  expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'no such number' } })
  expect(answered).toMatchObject({ status: 'fulfilled', value: 42 })
})

it('all that wait are told when the thread ends, and the next question has a new one', async () => {
  open()
  const ended = await Promise.allSettled([thread.ask('end'), thread.ask(1)])
  expect(ended).toMatchObject([{ status: 'rejected', reason: { message: 'the thread ended with 3' } }, { status: 'rejected' }])
  expect(await thread.ask(2)).toBe(42)
})

it('closing tells who waits', async () => {
  open()
  const [waiting] = await Promise.allSettled([thread.ask('slow'), thread.close()])
  expect(waiting).toMatchObject({ status: 'rejected', reason: { message: 'closed before there was an answer' } })
})

it('a script that is not there is told', async () => {
  thread = new QuestionThread(new URL('./testing/no-such-thread.ts', import.meta.url), 0)
  await expect(thread.ask(1)).rejects.toThrow('no-such-thread.ts')
})
