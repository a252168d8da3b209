import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { listTextSplits } from './list-text-splits.ts'
import { openPart } from './open-part.ts'
import { commitOutput, createOutput, discardAllOutputs, discardOutput } from './text-output.ts'

const root = mkdtempSync(join(tmpdir(), 'atomic-output-'))
afterAll(() => rmSync(root, { recursive: true }))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'))
})

test('commitOutput() shows the chosen attempts, all at once', () => {
  const output = createOutput(join(folder, 'out'))
  const late = writePart(output.staging, 1, 0, ['late'])
  const parts = [writePart(output.staging, 0, 0, ['a', 'é\nb']), writePart(output.staging, 1, 1, [])]
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.out\.atomic-[0-9a-f]+$/)])
  commitOutput(output, parts)
  expect(parts).not.toContain(late)
  expect(readdirSync(folder)).toEqual(['out'])
  expect(readdirSync(output.path)).toEqual(['_SUCCESS', 'part-00000', 'part-00001'])
  expect(readFileSync(join(output.path, 'part-00000'), 'utf8')).toBe('a\né\nb\n')
})

test('commitOutput() gives names that read back in order', () => {
  const output = createOutput(join(folder, 'out'))
  commitOutput(
    output,
    [0, 1, 2].map((partition) => writePart(output.staging, partition, 0, [`${partition}`])),
  )
  const lines = listTextSplits(output.path, 1).map(({ path }) => readFileSync(path, 'utf8'))
  expect(lines).toEqual(['0\n', '1\n', '2\n'])
})

test('commitOutput() of no partitions leaves a folder with _SUCCESS', () => {
  commitOutput(createOutput(pathToFileURL(join(folder, 'out')).href), [])
  expect(readdirSync(join(folder, 'out'))).toEqual(['_SUCCESS'])
})

test('commitOutput() leaves nothing when an attempt is missing or the path was taken', () => {
  const output = createOutput(join(folder, 'out'))
  expect(() => commitOutput(output, [writePart(output.staging, 0, 0, []), 'gone'])).toThrow(
    /ATOMIC5004: .*no such file/,
  )
  expect(readdirSync(folder)).toEqual([])
  const other = createOutput(join(folder, 'out'))
  mkdirSync(other.path)
  expect(() => commitOutput(other, [])).toThrow('ATOMIC5003')
  expect(readdirSync(folder)).toEqual(['out'])
  expect(readdirSync(other.path)).toEqual([])
})

test('createOutput() refuses a path that exists', () => {
  writeFileSync(join(folder, 'file'), '')
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'))
  for (const path of [folder, join(folder, 'file'), join(folder, 'link')])
    expect(() => createOutput(path, 'main.ts:7')).toThrow(
      `ATOMIC5003: The output ${path} exists already.\n    at main.ts:7`,
    )
})

test('createOutput() says why it cannot write', () => {
  writeFileSync(join(folder, 'file'), '')
  const path = join(folder, 'file', 'out')
  expect(() => createOutput(path)).toThrow(`ATOMIC5004: ${path} cannot be written: a `)
})

test.runIf(process.platform === 'linux')('createOutput() explains a file system that takes no folder', () => {
  expect(() => createOutput('/proc/out')).toThrow(
    /ATOMIC5004: \/proc\/out cannot be written: there is no such/,
  )
})

test('discardOutput() removes everything, also the folders above that it made', () => {
  const output = createOutput(join(folder, 'new', 'deep', 'out'))
  const writer = openPart(output.staging, 0, 0)
  writer.write('line')
  discardOutput(output)
  discardOutput(output)
  expect(readdirSync(folder)).toEqual([])
  expect(() => writer.close()).not.toThrow()
  expect(() => openPart(output.staging, 0, 1)).toThrow('ATOMIC5004')
})

test('discardOutput() leaves a folder above in which there is something else', () => {
  const output = createOutput(join(folder, 'new', 'out'))
  writeFileSync(join(folder, 'new', 'mine'), '')
  discardOutput(output)
  expect(readdirSync(join(folder, 'new'))).toEqual(['mine'])
})

test('discardAllOutputs() removes what is begun, and nothing that is committed', () => {
  const done = createOutput(join(folder, 'done'))
  createOutput(join(folder, 'one'))
  createOutput(join(folder, 'two'))
  commitOutput(done, [])
  discardAllOutputs()
  expect(readdirSync(folder)).toEqual(['done'])
})

function writePart(staging: string, partition: number, attempt: number, lines: readonly string[]): string {
  const writer = openPart(staging, partition, attempt)
  for (const line of lines) writer.write(line)
  return writer.close()
}
