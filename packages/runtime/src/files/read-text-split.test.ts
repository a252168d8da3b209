import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { TextSplit } from '@atomic-ts/core/internal'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { listTextSplits } from './list-text-splits.ts'
import { readTextRange } from './read-text-range.ts'
import { openTextSplit } from './read-text-split.ts'

const hasZstd = spawnSync('zstd', ['--version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'atomic-read-'))
afterAll(() => rmSync(folder, { recursive: true }))

const pieces = fc.constantFrom(
  '\n',
  '\r',
  '\r\n',
  'a',
  'word',
  ' ',
  'é',
  '—',
  '日本',
  '😀',
  '\uFEFF',
  '\u2028',
  '\0',
)
const texts = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''))
const bufferSizes = fc.oneof(fc.integer({ min: 2, max: 40 }), fc.constant(65536))

test('openTextSplit() gives every line once, wherever the file is cut', () => {
  const cuts = fc.array(fc.nat({ max: 120 }), { maxLength: 8 })
  fc.assert(
    fc.property(texts, cuts, bufferSizes, (text, points, bufferBytes) => {
      const path = write('cut.txt', text)
      const found = splitAt(path, Buffer.byteLength(text), points).flatMap((split) =>
        read(split, bufferBytes),
      )
      expect(found).toEqual(linesOf(text))
    }),
    { numRuns: 3000 },
  )
})

test('readTextRange() gives every line once, wherever the file is cut', async () => {
  const cuts = fc.array(fc.nat({ max: 120 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(texts, cuts, bufferSizes, async (text, points, bufferBytes) => {
      const path = write('range.txt', text)
      const found: string[] = []
      for (const split of splitAt(path, Buffer.byteLength(text), points)) {
        const counts = { bytesRead: 0, recordsRead: 0 }
        for await (const lines of readTextRange(split, { bufferBytes, counts })) found.push(...lines)
      }
      expect(found).toEqual(linesOf(text))
    }),
    { numRuns: 1000 },
  )
})

test('readTextRange() reads on behind its split as far as its last line goes', async () => {
  const long = 'é'.repeat(300_000)
  const path = write('tail.txt', `a\n${long}\r\nb\n`)
  const found: string[][] = []
  for (const split of splitAt(path, statSync(path).size, [3, 200_000, 600_003, 600_004])) {
    const counts = { bytesRead: 0, recordsRead: 0 }
    const lines: string[] = []
    for await (const chunk of readTextRange(split, { bufferBytes: 65536, counts })) lines.push(...chunk)
    expect(counts.recordsRead).toBe(lines.length)
    found.push(lines)
  }
  expect(found).toEqual([['a', long], [], [], [], ['b']])
})

test('openTextSplit() reads what listTextSplits() lists, at any number of partitions', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 50 }), bufferSizes, (text, count, bufferBytes) => {
      const splits = listTextSplits(write('listed.txt', text), count)
      expect(splits.flatMap((split) => read(split, bufferBytes))).toEqual(linesOf(text))
    }),
    { numRuns: 500 },
  )
})

test('openTextSplit() reads gzip of one or several members', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(texts, { minLength: 1, maxLength: 3 }),
      bufferSizes,
      async (members, bufferBytes) => {
        const path = write('members.gz', Buffer.concat(members.map((text) => gzipSync(text))))
        expect(await readGzip(path, bufferBytes)).toEqual(linesOf(members.join('')))
      },
    ),
    { numRuns: 200 },
  )
})

test.runIf(hasZstd)(
  'openTextSplit() reads zstd of one or several frames, with checksums or without, of any level',
  async () => {
    const frames = fc.array(fc.tuple(texts, fc.constantFrom('-1', '-19', '--no-check', '--long=27')), {
      minLength: 1,
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(frames, bufferSizes, async (members, bufferBytes) => {
        const path = write('frames.zst', Buffer.concat(members.map(([text, flag]) => zstd(text, flag))))
        expect(await readPacked(path, 'zstd', bufferBytes)).toEqual(
          linesOf(members.map(([text]) => text).join('')),
        )
      }),
      { numRuns: 15 },
    )
    const large = Array.from({ length: 60_000 }, (_, i) => `${i} ${(i * 7919) % 10_007}`)
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
    const packed = Buffer.concat([
      skippable,
      zstd(`${large.join('\n')}\n`),
      skippable,
      skippable,
      zstd('end'),
    ])
    expect(await readPacked(write('large.zst', packed), 'zstd')).toEqual([...large, 'end'])
  },
)

test.runIf(hasZstd)(
  'openTextSplit() refuses a zstd file that was cut short, at any byte, or is damaged',
  async () => {
    const text = Array.from({ length: 40 }, (_, i) => `first ${i * 31}\n`).join('')
    const first = zstd(text)
    const bytes = Buffer.concat([first, zstd('second\n'.repeat(20))])
    for (let length = 1; length < bytes.length; length++) {
      if (length === first.length) continue
      const path = write('truncated.zst', bytes.subarray(0, length))
      await expect(readPacked(path, 'zstd')).rejects.toThrow(/ATOMIC5002: .*truncated.zst is damaged/)
    }
    for (let at = 0; at < first.length; at++) {
      const flipped = Buffer.from(first)
      flipped[at] = (flipped[at] ?? 0) ^ 0x10
      // A few bits of the header have no meaning for the content: then it is right.
      const found = await readPacked(write('flipped.zst', flipped), 'zstd').catch((error: unknown) => error)
      if (Array.isArray(found)) expect(found).toEqual(linesOf(text))
      else expect(found, `byte ${at}`).toMatchObject({ code: 'ATOMIC5002' })
    }
  },
)

test('openTextSplit() gives lines that are longer than the buffer', () => {
  const long = 'x'.repeat(10_000_000)
  const path = write('long.txt', `a\n${long}\nb\n${long}é`)
  const found = listTextSplits(path, 4).flatMap((split) => read(split))
  expect(found.map((line) => line.length)).toEqual([1, long.length, 1, long.length + 1])
})

test('openTextSplit() names the byte that is not UTF-8, in a file', () => {
  const path = write('latin1.txt', Buffer.from('naïf\ncaf\xe9\n', 'latin1'))
  const text = Buffer.concat([Buffer.from('één\n'.repeat(50_000)), Buffer.from('caf\xe9 noir\n', 'latin1')])
  expect(() => read(whole(path))).toThrow(/ATOMIC5002: .*latin1.txt is not UTF-8: byte 0xef at offset 2/)
  expect(() => read(whole(write('late.txt', text)))).toThrow(
    /byte 0xe9 at offset 300003, in the line that starts at offset 300000 with "caf"/,
  )
})

test('openTextSplit() refuses a character that the end of the file, or of a line, cuts short', async () => {
  const cutShort = Buffer.from('ab\n日').subarray(0, 5)
  expect(() => read(whole(write('short.txt', cutShort)))).toThrow(/byte 0xe6 at offset 3/)
  const inLine = Buffer.concat([cutShort, Buffer.from('\nnext')])
  await expect(readGzip(write('short.gz', gzipSync(inLine)))).rejects.toThrow(/byte 0xe6 at offset 3/)
})

test('openTextSplit() refuses a gzip file that was cut short, at any byte', async () => {
  const first = gzipSync('first\n'.repeat(20))
  const bytes = Buffer.concat([first, gzipSync('second\n'.repeat(20))])
  for (let length = 1; length < bytes.length; length++) {
    if (length === first.length) continue
    const path = write('truncated.gz', bytes.subarray(0, length))
    await expect(readGzip(path)).rejects.toThrow(/ATOMIC5002: .*truncated.gz is damaged/)
  }
})

test('openTextSplit() refuses gzip with damage or unknown data, but takes padding', async () => {
  const bytes = gzipSync('some lines\n'.repeat(100))
  const flipped = Buffer.from(bytes)
  flipped[20] = (flipped[20] ?? 0) ^ 1
  await expect(readGzip(write('flipped.gz', flipped))).rejects.toThrow(/flipped.gz is damaged/)
  const followed = write('followed.gz', Buffer.concat([bytes, Buffer.from([0, 0, 7])]))
  await expect(readGzip(followed)).rejects.toThrow(/unknown data follows/)
  expect(await readGzip(write('padded.gz', Buffer.concat([bytes, Buffer.alloc(512)])))).toHaveLength(100)
})

test('openTextSplit() says so when the file is gone or became shorter', async () => {
  const split = whole(write('shrunk.txt', 'a\n'.repeat(100)))
  truncateSync(split.file.path, 199)
  expect(() => read(split)).toThrow(/ATOMIC5002: .*became shorter than 200 bytes/)
  rmSync(split.file.path)
  expect(() => read(split)).toThrow(/ATOMIC5002: .*shrunk.txt cannot be read: there is no such file/)
  await expect(readGzip(join(folder, 'gone.gz'))).rejects.toThrow(
    /gone.gz cannot be read: there is no such file/,
  )
})

test('openTextSplit() does not see lines that were appended after the listing', () => {
  const split = whole(write('grown.txt', 'a\nb\n'))
  appendFileSync(split.file.path, 'c\n')
  expect(read(split)).toEqual(['a', 'b'])
})

test.runIf(process.platform === 'linux')(
  'openTextSplit() closes its file, also when it is left early',
  async () => {
    const plain = whole(write('open.txt', 'line\n'.repeat(1000)))
    const packed = whole(write('open.gz', gzipSync('line\n'.repeat(1000))))
    for (const _ of chunks(plain, 16)) break
    expect(read({ ...plain, start: 3 }, 16)).toHaveLength(999)
    for await (const _ of openTextSplit(packed, { bufferBytes: 16 })) break
    await expect.poll(openFiles).toEqual([])
  },
)

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

function whole(path: string): TextSplit {
  return listTextSplits(path, 1)[0] ?? { file: { path, size: 0 }, start: 0, end: 0 }
}

function splitAt(path: string, size: number, points: readonly number[]): TextSplit[] {
  const cuts = [0, ...points.map((point) => Math.min(point, size)).toSorted((a, b) => a - b), size]
  return cuts.slice(1).map((end, i) => ({ file: { path, size }, start: cuts[i] ?? 0, end }))
}

function chunks(split: TextSplit, bufferBytes = 65536): Iterable<string[]> {
  const opened = openTextSplit(split, { bufferBytes })
  if (Symbol.iterator in opened) return opened
  throw new Error('a plain file is read synchronously')
}

function read(split: TextSplit, bufferBytes = 65536): string[] {
  return [...chunks(split, bufferBytes)].flat()
}

function readGzip(path: string, bufferBytes?: number): Promise<string[]> {
  return readPacked(path, 'gzip', bufferBytes)
}

async function readPacked(
  path: string,
  compression: 'gzip' | 'zstd',
  bufferBytes = 65536,
): Promise<string[]> {
  const file = { path, size: statSync(path, { throwIfNoEntry: false })?.size ?? 1 }
  const split = { file, start: 0, end: file.size, compression }
  const lines: string[] = []
  for await (const chunk of openTextSplit(split, { bufferBytes })) lines.push(...chunk)
  return lines
}

/** Packed by another implementation. */
function zstd(text: string, ...flags: string[]): Buffer {
  return execFileSync('zstd', ['-qc', ...flags], { input: text })
}

function linesOf(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function openFiles(): string[] {
  const links = readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)]
    } catch {
      return []
    }
  })
  return links.filter((path) => path.startsWith(folder))
}
