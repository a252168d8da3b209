import { fileURLToPath } from 'node:url'
import { execaNode } from 'execa'
import { expect, test } from 'vitest'
import { checkToDriver } from '../../packages/runtime/src/wire/check-to-driver.ts'
import { checkToWorker } from '../../packages/runtime/src/wire/check-to-worker.ts'
import { openMessage } from '../../packages/runtime/src/wire/open-message.ts'
import { corpus } from '../../tools/fuzz/corpus.ts'
import { fuzz } from '../../tools/fuzz/fuzz.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Another one each time: a frame that breaks something is named with its seed, to be tried again. */
const seed = Math.floor(Math.random() * 0x7fff_ffff)

test('20,000 damaged and hostile frames are refused, in a small heap that does not grow', async () => {
  const { stdout } = await execaNode('tools/fuzz/main.ts', ['--seed', String(seed), '--count', '20000'], {
    cwd: root,
    // The frames are of some hundred bytes: one that made a large object of them would end the process.
    nodeOptions: ['--import', 'tsx', '--max-old-space-size=64'],
    timeout: 60_000,
  })
  expect(stdout).toContain(`seed ${seed}: 20000 frames`)
})

test('the frames that are damaged are good ones before', () => {
  for (const frame of corpus.worker) expect(openMessage(frame, 2, checkToWorker)).toHaveProperty('kind')
  for (const frame of corpus.driver) expect(openMessage(frame, 1, checkToDriver)).toHaveProperty('kind')
})

test('a frame can be tried again by its number', () => {
  const all = fuzz({ seed, from: 0, count: 100 })
  const one = Array.from({ length: 100 }, (_, from) => fuzz({ seed, from, count: 1 }))
  expect(one.reduce((sum, { refused }) => sum + refused, 0)).toBe(all.refused)
  expect(all.refused + all.accepted).toBe(100)
})
