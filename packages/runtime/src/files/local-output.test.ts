import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { localFiles } from './local-files.ts'
import { findFiles } from './find-files.ts'
import type { Output, OutputOptions, WrittenPart } from './output.ts'
import { discardAllOutputs } from './outputs-under-way.ts'

const root = mkdtempSync(join(tmpdir(), 'atomic-output-'))
afterAll(() => rmSync(root, { recursive: true }))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'))
})

test('commit() shows the chosen attempts, all at once', async () => {
  const output = await begin('out')
  await write(output, 1, 0, 'late\n')
  const parts = [await write(output, 0, 0, 'a\né\nb\n'), await write(output, 1, 1, '')]
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.out\.atomic~/)])
  await output.commit(parts)
  expect(readdirSync(folder)).toEqual(['out'])
  expect(readdirSync(output.ref.path)).toEqual(['_SUCCESS', 'part-00000', 'part-00001'])
  expect(readFileSync(join(output.ref.path, 'part-00000'), 'utf8')).toBe('a\né\nb\n')
  expect(readFileSync(join(output.ref.path, 'part-00001'), 'utf8')).toBe('')
})

test('commit() gives names that read back in order', async () => {
  const output = await begin('out', { partitions: 3, extension: '.csv' })
  await output.commit(await Promise.all([0, 1, 2].map((n) => write(output, n, 0, `${n}`))))
  const found = findFiles(output.ref.path)
  expect(found.map(({ path }) => basename(path))).toEqual([
    'part-00000.csv',
    'part-00001.csv',
    'part-00002.csv',
  ])
  expect(found.map(({ path }) => readFileSync(path, 'utf8'))).toEqual(['0', '1', '2'])
})

test('commit() of no partitions leaves a folder with _SUCCESS', async () => {
  const output = await localFiles.begin(pathToFileURL(join(folder, 'out')).href, { partitions: 0 })
  await output.commit([])
  expect(readdirSync(join(folder, 'out'))).toEqual(['_SUCCESS'])
})

test('commit() leaves nothing when an attempt is missing or the path was taken', async () => {
  const output = await begin('out')
  const gone: WrittenPart = { kind: 'file', name: 'gone', bytes: 0 }
  await expect(output.commit([await write(output, 0, 0, ''), gone])).rejects.toThrow(
    /ATOMIC5004: .*no such file/,
  )
  expect(readdirSync(folder)).toEqual([])
  const other = await begin('out')
  mkdirSync(other.ref.path)
  await expect(other.commit([])).rejects.toThrow('ATOMIC5003')
  expect(readdirSync(folder)).toEqual(['out'])
  expect(readdirSync(other.ref.path)).toEqual([])
})

test('begin() refuses a path that exists', async () => {
  writeFileSync(join(folder, 'file'), '')
  symlinkSync(join(folder, 'nowhere'), join(folder, 'link'))
  for (const path of [folder, join(folder, 'file'), join(folder, 'link')])
    await expect(localFiles.begin(path, { partitions: 1, at: 'main.ts:7' })).rejects.toThrow(
      `ATOMIC5003: The output ${path} exists already.\n    at main.ts:7`,
    )
})

test('an output that overwrites replaces what is there at its commit, and leaves it when it is discarded', async () => {
  const first = await begin('out', { partitions: 2 })
  await first.commit([await write(first, 0, 0, 'old'), await write(first, 1, 0, 'older')])
  const failed = await begin('out', { overwrite: true })
  await write(failed, 0, 0, 'never')
  await failed.discard()
  expect(readdirSync(join(folder, 'out'))).toEqual(['_SUCCESS', 'part-00000', 'part-00001'])
  const missing = await begin('out', { overwrite: true })
  await expect(missing.commit([{ kind: 'file', name: 'gone', bytes: 0 }])).rejects.toThrow('ATOMIC5004')
  expect(readFileSync(join(folder, 'out', 'part-00000'), 'utf8')).toBe('old')
  const second = await begin('out', { overwrite: true })
  await second.commit([await write(second, 0, 0, 'new')])
  expect(readdirSync(join(folder, 'out'))).toEqual(['_SUCCESS', 'part-00000'])
  expect(readFileSync(join(folder, 'out', 'part-00000'), 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['out'])
})

test('begin() ends the commit of a process that was killed between its two renames', async () => {
  const first = await begin('out')
  await first.commit([await write(first, 0, 0, 'old')])
  const killed = await begin('out', { overwrite: true })
  // As the other process left it: what was there is moved away, and what was made is not shown.
  const left = killed.ref.staging?.replace(`~${process.pid}~`, '~4194305~') ?? ''
  mkdirSync(left)
  renameSync(killed.ref.path, join(left, 'before'))
  mkdirSync(join(left, 'result'))
  writeFileSync(join(left, 'result', 'part-00000'), 'new')
  await killed.discard()
  await expect(begin('out')).rejects.toThrow('ATOMIC5003')
  expect(readFileSync(join(folder, 'out', 'part-00000'), 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['out'])
})

test('begin() says why it cannot write', async () => {
  writeFileSync(join(folder, 'file'), '')
  const path = join(folder, 'file', 'out')
  await expect(begin(join('file', 'out'))).rejects.toThrow(`ATOMIC5004: ${path} cannot be written: a `)
})

test.runIf(process.platform === 'linux')('begin() explains a file system that takes no folder', async () => {
  await expect(localFiles.begin('/proc/out', { partitions: 1 })).rejects.toThrow(
    /ATOMIC5004: \/proc\/out cannot be written: there is no such/,
  )
})

test('discard() removes everything, also the folders above that it made', async () => {
  const output = await begin(join('new', 'deep', 'out'))
  const part = localFiles.openPart(output.ref, 0, 0)
  part.write(Buffer.from('line'))
  await output.discard()
  await output.discard()
  expect(readdirSync(folder)).toEqual([])
  await part.commit()
  expect(() => localFiles.openPart(output.ref, 0, 1)).toThrow('ATOMIC5004')
})

test('discard() leaves a folder above in which there is something else', async () => {
  const output = await begin(join('new', 'out'))
  writeFileSync(join(folder, 'new', 'mine'), '')
  await output.discard()
  expect(readdirSync(join(folder, 'new'))).toEqual(['mine'])
})

test('discardAllOutputs() removes what is begun at once, and nothing that is committed', async () => {
  const done = await begin('done')
  await begin('one')
  await begin('two')
  await done.commit([])
  void discardAllOutputs()
  expect(readdirSync(folder)).toEqual(['done'])
})

function begin(name: string, options: Partial<OutputOptions> = {}): Promise<Output> {
  return localFiles.begin(join(folder, name), { partitions: 1, ...options })
}

async function write(
  { ref }: Output,
  partition: number,
  attempt: number,
  text: string,
): Promise<WrittenPart> {
  const part = localFiles.openPart(ref, partition, attempt)
  part.write(Buffer.from(text))
  return part.commit()
}
