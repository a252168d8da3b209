import { fileURLToPath } from 'node:url'
import { execaNode } from 'execa'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('the benchmark runs us beside the loop, and their answers agree', async () => {
  const { stdout } = await bench('--quick', '--only', 'word-count,page-rank', '--scale', '0.002')
  expect(stdout).toMatch(/^\| word count: .* \| Loop, one thread \| \d/m)
  expect(stdout).toMatch(/^\| PageRank: .* \| Loop, one thread \| \d/m)
  expect(stdout.match(/^\|  \| Atomic, threads \| \d/gm)).toHaveLength(2)
})

test('results that stay in columns are checked as well', async () => {
  const { stdout } = await bench(
    ...['--only', 'sort,join', '--contestants', 'atomic,atomic-columnar'],
    ...['--rounds', '1', '--scale', '0.001'],
  )
  expect(stdout.match(/^\|  \| Atomic, threads, in columns \| \d/gm)).toHaveLength(2)
})

test('large workloads run on worker processes, which are part of the memory that is seen', async () => {
  const { stdout } = await bench(
    ...['--only', 'large-word-count,large-external-sort', '--contestants', 'atomic,atomic-workers'],
    ...['--rounds', '1', '--scale', '0.0002'],
  )
  const rows = stdout.match(/^\|.*\| Atomic, worker processes \| \d.* \d+ MB \|$/gm)
  expect(rows).toHaveLength(2)
})

test('who has no answer in time is given up', async () => {
  const { stdout } = await bench(
    ...['--only', 'large-pi', '--contestants', 'loop', '--rounds', '1', '--limit', '0.001'],
  )
  expect(stdout).toMatch(/^\| pi: .* \| failed: given up after 0.001 s \|/m)
})

test('who takes long is spared more rounds, and stands where it belongs', async () => {
  const flags = ['--quick', '--only', 'sort', '--scale', '0.001', '--patience', '0.000001']
  const { stdout } = await bench(...flags)
  const names = Array.from(stdout.matchAll(/^\|[^|]*\| ([^|]+) \|.*\(once\)/gm), ([, name]) => name)
  expect(names).toEqual(['Loop, one thread', 'Atomic, threads'])
})

test('an unknown workload is refused, with those that there are', async () => {
  const { exitCode, stderr } = await bench('--only', 'sorts')
  expect(exitCode).toBe(1)
  expect(stderr).toContain('--only: there is no sorts; known are pi, word-count, sort')
})

function bench(...flags: string[]) {
  return execaNode('tools/bench/main.ts', flags, {
    cwd: root,
    nodeOptions: ['--import', 'tsx'],
    reject: false,
  })
}
