import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Context } from '@atomic-ts/runtime'
import { afterAll, describe, test } from 'vitest'
import { freePort, startWorker, startWorkerWith, type TestWorker } from './start-worker.ts'
import { jobs } from './use-workers.ts'

const folder = mkdtempSync(join(tmpdir(), 'atomic-given-up-'))
afterAll(() => rmSync(folder, { recursive: true }))

// Each of them waits for the pauses between six tries: at the same time.
describe.concurrent('a worker whose process ends again and again', () => {
  test('is given up; the others do the work', async ({ expect }) => {
    await using good = await startWorker('--slots', '1')
    await using bad = await startBroken()
    const warned: Error[] = []
    const note = (warning: Error): void => void warned.push(warning)
    process.on('warning', note)
    await using ctx = await Context.create({ workers: [good.address, bad.address] })
    expect(await jobs.countWords(ctx, 970, 4)).toHaveLength(97)
    await expect
      .poll(() => warned.map(({ message }) => message))
      .toContainEqual(
        expect.stringMatching(
          new RegExp(
            `^ATOMIC3011: The worker ${bad.address} is not used any more: 6 times .* its executor process ended with code 7`,
          ),
        ),
      )
    process.off('warning', note)
    expect(ctx.statusTracker.getSlotsInfo().slots).toBe(1)
  })

  test('fails jobs with that error when there is no other one', async ({ expect }) => {
    await using bad = await startBroken()
    await using ctx = await Context.create({ workers: bad.address })
    await expect(jobs.countWords(ctx, 970, 4)).rejects.toMatchObject({ code: 'ATOMIC3011' })
  })

  test('ends with that error when it has dialled', async ({ expect }) => {
    const port = await freePort()
    await using bad = await startBroken('--join', `127.0.0.1:${port}`)
    await using ctx = await Context.create({ listen: `127.0.0.1:${port}` })
    expect(await bad.ended()).toMatchObject({ exitCode: 1 })
    expect(bad.errors()).toMatch(/^ATOMIC3011: The worker .* is not used any more/m)
    expect(ctx.statusTracker.getSlotsInfo().slots).toBe(0)
  })
})

/** A worker whose executor processes end as soon as they have begun. */
function startBroken(...flags: string[]): Promise<TestWorker> {
  const script = join(folder, 'end.cjs')
  writeFileSync(script, 'if (/executor/.test(process.argv[1])) process.exit(7)\n')
  const env = { NODE_OPTIONS: `--require ${script}` }
  return startWorkerWith({ env }, '--slots', '1', ...flags)
}
