import { AtomicError } from '@atomic-ts/core/internal'
import { expect, test } from 'vitest'
import { callWorkers, type Find } from './call-workers.ts'

test('a name that stands for others for a while does not have its workers called twice', async () => {
  const answers = [['a:1', 'b:1'], ['b:1'], ['a:1', 'b:1'], undefined, ['b:1', 'c:1'], ['a:1', 'b:1', 'c:1']]
  const cluster = scripted(answers)
  const callers = await callWorkers(['dns:workers:1'], cluster.calling)
  await expect.poll(() => cluster.opened).toContain('c:1')
  await cluster.asked(30)
  expect(cluster.opened).toEqual(['a:1', 'b:1', 'c:1'])
  callers.close()
})

test('what a name stands for no more is called until it is lost, and again when it comes back', async () => {
  const answers = [['a:1', 'b:1'], ['b:1']]
  const cluster = scripted(answers)
  const callers = await callWorkers(['dns:workers:1'], cluster.calling)
  await cluster.asked(3)
  cluster.lose('a:1')
  await cluster.asked(20)
  expect(cluster.opened).toEqual(['a:1', 'b:1'])
  cluster.answer(['a:1', 'b:1'])
  await expect.poll(() => cluster.opened).toEqual(['a:1', 'b:1', 'a:1'])
  callers.close()
})

test('a worker that ends connections is called again for a while', async () => {
  let calls = 0
  const cause = Object.assign(new Error('It hung up.'), { code: 'ECONNRESET' })
  const cutOff = new AtomicError('ATOMIC3009', { what: 'It ended the connection at once.', cause })
  const open = () => {
    calls++
    return Promise.reject(cutOff)
  }
  const calling = { open, patience: 50, mayBeNone: false, refused: () => undefined }
  await expect(callWorkers(['a:1'], calling)).rejects.toBe(cutOff)
  expect(calls).toBe(2)
})

/** Workers that are there until they are lost, and a name whose answers are given one after the other. */
function scripted(answers: readonly (readonly string[] | undefined)[]) {
  const opened: string[] = []
  const losses = new Map<string, () => void>()
  let asked = 0
  let last: readonly string[] | undefined
  const find: Find = () => Promise.resolve(last ?? answers[Math.min(asked++, answers.length - 1)])
  return {
    opened,
    /** What is answered from now on. */
    answer: (now: readonly string[]) => {
      last = now
    },
    lose: (address: string) => losses.get(address)?.(),
    /** Resolves when so many answers were given. */
    asked: (times: number) => expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThanOrEqual(times),
    calling: {
      find,
      lookPause: 10,
      mayBeNone: false,
      refused: () => undefined,
      open(address: string) {
        opened.push(address)
        const gone = new Promise<number>((resolve) => losses.set(address, () => resolve(0)))
        return Promise.resolve({ gone })
      },
    },
  }
}
