import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { fileSystemOf, readWhole } from './file-system.ts'
import { findFiles } from './find-files.ts'
import { localFiles } from './local-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'atomic-local-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(folder, 'bytes')
const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 251))
writeFileSync(path, bytes)

test('read() gives any range of bytes, and a whole file', async () => {
  const [file] = findFiles(path)
  if (!file) throw new Error('not found')
  expect((await readWhole(file)).equals(bytes)).toBe(true)
  expect((await readWhole(file, 100_001, 190_000)).equals(bytes.subarray(100_001, 190_000))).toBe(true)
  expect(await readWhole(file, 7, 7)).toHaveLength(0)
})

test('read() says when a file is gone, and when it became shorter', async () => {
  const shorter = join(folder, 'shorter')
  writeFileSync(shorter, bytes)
  const [file] = findFiles(shorter)
  if (!file) throw new Error('not found')
  truncateSync(shorter, 100)
  await expect(readWhole(file)).rejects.toThrow(`ATOMIC5002: ${shorter} became shorter than 200000 bytes`)
  rmSync(shorter)
  await expect(readWhole(file)).rejects.toThrow(
    `ATOMIC5002: ${shorter} cannot be read: there is no such file`,
  )
})

test('fileSystemOf() knows local paths, and refuses a scheme that it does not know', () => {
  for (const local of ['/a', 'a/b', 'C:\\a', 'a:b', pathToFileURL(path).href, 'file:/a'])
    expect(fileSystemOf(local)).toBe(localFiles)
  expect(() => fileSystemOf('hdfs://host/a', 'main.ts:3')).toThrow(
    'ATOMIC5006: hdfs://host/a begins with hdfs://, which is no file system that is known here.\n    at main.ts:3',
  )
})
