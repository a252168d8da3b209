import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { attemptsFolder, openPart } from './open-part.ts'
import { createOutput, discardOutput } from './text-output.ts'

const folder = mkdtempSync(join(tmpdir(), 'atomic-part-'))
const { path, staging } = createOutput(join(folder, 'out'))
const attempts = join(staging, attemptsFolder)

afterAll(() => {
  discardOutput({ path, staging })
  rmSync(folder, { recursive: true })
})

test('openPart() writes lines, many buffers of them', () => {
  const lines = Array.from({ length: 50_000 }, (_, i) => `línea 😀 ${i}`)
  const writer = openPart(staging, 0, 0)
  for (const line of lines) writer.write(line)
  expect(readFileSync(join(attempts, writer.close()), 'utf8')).toBe(`${lines.join('\n')}\n`)
})

test('openPart() holds back no more than its buffer', () => {
  const writer = openPart(staging, 1, 0)
  for (let i = 0; i < 1000; i++) writer.write('x'.repeat(999))
  const [name = ''] = readdirSync(attempts).filter((file) => file.startsWith('1-0-'))
  expect(statSync(join(attempts, name)).size).toBeGreaterThan(700_000)
  writer.abort()
})

test('openPart() keeps apart two attempts with one number', () => {
  expect(openPart(staging, 2, 0).close()).not.toBe(openPart(staging, 2, 0).close())
})

test('abort() removes the file, and does nothing after close()', () => {
  const before = readdirSync(attempts).length
  const aborted = openPart(staging, 3, 0)
  aborted.write('line')
  aborted.abort()
  aborted.abort()
  expect(readdirSync(attempts)).toHaveLength(before)
  const closed = openPart(staging, 3, 1)
  closed.close()
  closed.abort()
  expect(readdirSync(attempts)).toHaveLength(before + 1)
  expect(() => aborted.close()).toThrow('ATOMIC5004')
})

test('openPart() refuses half of a surrogate pair, and leaves no file', () => {
  const before = readdirSync(attempts).length
  const writer = openPart(staging, 4, 0)
  writer.write('😀')
  writer.write('\ud83d')
  expect(() => writer.close()).toThrow('ATOMIC5004: A record holds half of a surrogate pair, \\ud83d')
  expect(readdirSync(attempts)).toHaveLength(before)
})
