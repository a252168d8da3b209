import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listTextSplits } from './list-text-splits.ts'

const folder = mkdtempSync(join(tmpdir(), 'atomic-list-'))
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(() => {
  for (const name of ['saved', 'saved/inner', 'logs/2024', 'logs/2025', 'empty']) {
    mkdirSync(join(folder, name), { recursive: true })
  }
  for (const name of [
    'saved/part-00001',
    'saved/part-00000',
    'saved/_SUCCESS',
    'saved/.part-00000.crc',
    'saved/inner/x',
  ])
    writeFileSync(join(folder, name), 'text\n')
  for (const name of [
    'logs/2024/b.log',
    'logs/2024/a.log',
    'logs/2025/c.log',
    'logs/2025/_d.log',
    'logs/e.txt',
  ])
    writeFileSync(join(folder, name), 'text\n')
  for (const name of ['a*.txt', 'ab.txt', 'x,y.txt', 'some file.txt', '_one.txt'])
    writeFileSync(join(folder, name), 'text\n')
  writeFileSync(join(folder, 'none.txt'), '')
})

test('listTextSplits() takes the visible files of a folder by name', () => {
  expect(names('saved')).toEqual(['part-00000', 'part-00001'])
  expect(names('saved/')).toEqual(['part-00000', 'part-00001'])
})

test('listTextSplits() takes globs, of files and of folders', () => {
  expect(names('logs/*/*.log')).toEqual(['a.log', 'b.log', 'c.log'])
  expect(names('logs/20*')).toEqual(['a.log', 'b.log', 'c.log'])
  expect(names('logs/**')).toEqual(['a.log', 'b.log', 'c.log', 'e.txt'])
  expect(names('logs/{2025,2024}/[ac].log')).toEqual(['a.log', 'c.log'])
  expect(names('_*.txt')).toEqual(['_one.txt'])
})

test('listTextSplits() prefers a file whose name looks like a glob or a list', () => {
  expect(names('a*.txt')).toEqual(['a*.txt'])
  expect(names('x,y.txt')).toEqual(['x,y.txt'])
})

test('listTextSplits() takes lists, URLs, hidden files by name, and relative paths', () => {
  const both = `${join(folder, 'ab.txt')},${join(folder, 'logs/*.txt')}`
  expect(listTextSplits(both, 1).map(({ file }) => basename(file.path))).toEqual(['ab.txt', 'e.txt'])
  expect(listTextSplits(pathToFileURL(join(folder, 'some file.txt')).href, 1)).toHaveLength(1)
  expect(names('_one.txt')).toEqual(['_one.txt'])
  const path = join(folder, 'ab.txt')
  expect(listTextSplits(relative(process.cwd(), path), 1)).toEqual([
    { file: { path, size: 5 }, start: 0, end: 5 },
  ])
})

test('listTextSplits() gives no split for empty files', () => {
  expect(listTextSplits(join(folder, 'none.txt'), 3)).toEqual([])
})

test('listTextSplits() covers each byte once, in about as many splits as asked for', () => {
  const path = join(folder, 'sized.txt')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 100 }), (size, count) => {
      writeFileSync(path, 'x'.repeat(size))
      const splits = listTextSplits(path, count)
      expect(splits[0]?.start).toBe(0)
      expect(splits.at(-1)?.end).toBe(size)
      for (const [i, split] of splits.entries()) expect(split.start).toBe(splits[i - 1]?.end ?? 0)
      if (size >= count * 20)
        expect(splits.length).toSatisfy((n: number) => n >= count && n <= count * 1.1 + 1)
    }),
    { numRuns: 200 },
  )
})

test('listTextSplits() cuts large files at 32 MB, leaves no crumbs, and never cuts gzip', () => {
  const mb = 2 ** 20
  expect(sizes('large.txt', 100 * mb)).toEqual([32 * mb, 32 * mb, 32 * mb, 4 * mb])
  expect(sizes('larger.txt', 98 * mb)).toEqual([32 * mb, 32 * mb, 34 * mb])
  expect(sizes('large.gz', 100 * mb)).toEqual([100 * mb])
})

test('listTextSplits() says which path it tried', () => {
  expect(() => names('missing.txt')).toThrow(`ATOMIC5001: No file matches ${join(folder, 'missing.txt')}.`)
  expect(() => listTextSplits('missing*.txt', 1, { at: 'main.ts:3' })).toThrow(
    /No file matches \/.*missing\*\.txt\.\n    at main\.ts:3\n  Check the path/,
  )
  expect(() => names('empty')).toThrow(`ATOMIC5001: The folder ${join(folder, 'empty')} holds no files`)
  expect(() => names('ab.txt/below')).toThrow('ATOMIC5001')
  expect(() => names(`ab.txt,${join(folder, 'missing.txt')}`)).toThrow(
    `No file matches ${join(folder, 'missing.txt')}.`,
  )
  expect(() => listTextSplits('', 1)).toThrow('ATOMIC5001')
})

test.runIf(process.platform === 'linux')('listTextSplits() refuses a device', () => {
  expect(() => listTextSplits('/dev/null', 1)).toThrow(
    'ATOMIC5002: /dev/null is neither a file nor a folder.',
  )
})

test.skipIf(process.getuid?.() === 0)('listTextSplits() says when permission is missing', () => {
  const path = join(folder, 'secret.txt')
  writeFileSync(path, 'x')
  chmodSync(path, 0)
  expect(() => listTextSplits(path, 1)).toThrow(
    /ATOMIC5002: .*secret.txt cannot be read: permission is denied/,
  )
})

function names(path: string): string[] {
  return listTextSplits(join(folder, path), 1).map((split) => basename(split.file.path))
}

function sizes(name: string, bytes: number): number[] {
  const path = join(folder, name)
  writeFileSync(path, '')
  truncateSync(path, bytes)
  return listTextSplits(path, 1).map(({ start, end }) => end - start)
}
