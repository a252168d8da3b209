import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { AtomicError, Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type * as Files from './files.ts'

const programs = await load<typeof Files>(new URL('files.ts', import.meta.url).pathname)
const site = /files\.ts:\d+/

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  beforeEach(async () => {
    ctx = await Context.local({ slots: 2, transport, maxFailures: 2 })
  })
  afterEach(() => ctx.stop())

  test.each<[what: string, name: string, make: (path: string) => void, code: string, text: RegExp]>([
    ['is missing', 'no.txt', () => undefined, 'ATOMIC5001', /No file matches .*no\.txt/],
    ['is an empty folder', 'd', (path) => mkdirSync(path), 'ATOMIC5001', /The folder .*d holds no files/],
    ['is packed as bzip2', 'a.bz2', write('x'), 'ATOMIC5002', /a\.bz2 is packed as \.bz2, which is not read/],
    ['has another scheme', 'hdfs://a/b', () => undefined, 'ATOMIC5006', /begins with hdfs:\/\//],
  ])('a path that %s is refused where it is given', async (_, name, make, code, text) => {
    const path = name.includes('://') ? name : join(folder, name)
    make(path)
    const error = await failure(() => programs.lengths(ctx, path))
    expect(error).toMatchObject({ code, at: expect.stringMatching(site) })
    expect(error.message).toMatch(text)
  })

  test.each<[what: string, name: string, content: string | Buffer, text: RegExp]>([
    [
      'is not UTF-8',
      'a.txt',
      Buffer.from('one\ncaf\xe9\n', 'latin1'),
      /a\.txt is not UTF-8: byte 0xe9 at offset 7/,
    ],
    [
      'is half a gzip file',
      'a.gz',
      half(gzipSync('line\n'.repeat(50_000))),
      /a\.gz is damaged, or is no gzip/,
    ],
    ['is no gzip file', 'b.gz', 'text', /b\.gz is damaged, or is no gzip file/],
    ['is no zstd file', 'b.zst', 'some text', /b\.zst is damaged, or is no zstd file: unknown data/],
  ])('a file that %s fails the job by its name and its place', async (_, name, content, text) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    const error = await failure(() => programs.lengths(ctx, path))
    expect(error).toMatchObject({ code: 'ATOMIC3001', message: expect.stringMatching(site) })
    expect(error.cause).toMatchObject({ code: 'ATOMIC5002', message: expect.stringMatching(text) })
    expect((error.cause as Error).message).toContain(path)
    expect(await ctx.range(3).count()).toBe(3)
  })

  test('a file that is cut off after it was found fails the job, and one that grew is read as it was', async () => {
    const path = join(folder, 'a.txt')
    writeFileSync(path, 'line\n'.repeat(1000))
    const lines = ctx.textFile(path, 3)
    appendFileSync(path, 'more\n')
    expect(await lines.count()).toBe(1000)
    truncateSync(path, 2000)
    const error = await failure(lines.count())
    expect(error.cause).toMatchObject({
      code: 'ATOMIC5002',
      message: expect.stringContaining('became shorter than'),
    })
  })

  test('half a zstd file that was saved here is refused', async () => {
    const path = join(folder, 'out')
    await programs.savesMuch(ctx, path, { compression: 'zstd' })
    expect(await programs.lengths(ctx, path)).toHaveLength(100_000)
    const part = join(path, 'part-00001.zst')
    truncateSync(part, Math.floor(statSync(part).size / 2))
    const error = await failure(programs.lengths(ctx, path))
    expect(error.cause).toMatchObject({
      code: 'ATOMIC5002',
      message: expect.stringMatching(/part-00001\.zst is damaged, .* cut short/),
    })
  })

  test('a line of 100 MB is read, plain and packed', async () => {
    const text = Buffer.concat([Buffer.from('a\n'), Buffer.alloc(100_000_000, 'x'), Buffer.from('\nb\n')])
    writeFileSync(join(folder, 'long.txt'), text)
    writeFileSync(join(folder, 'long.gz'), gzipSync(text, { level: 1 }))
    for (const name of ['long.txt', 'long.gz'])
      expect(await programs.lengths(ctx, join(folder, name), 4)).toEqual([1, 100_000_000, 1])
  })

  test('attempts that fail leave nothing beside the one that counts', async () => {
    await using patient = await Context.local({ slots: 2, transport, maxFailures: 3 })
    await programs.savesWithFailures(patient, join(folder, 'out'))
    expect(readdirSync(folder)).toEqual(['out'])
    expect(readdirSync(join(folder, 'out'))).toEqual(['_SUCCESS', 'part-00000', 'part-00001'])
    const text = readFileSync(join(folder, 'out/part-00001'), 'utf8')
    expect(text.split('\n')).toHaveLength(10_001)
  })

  test.skipIf(!canMount())(
    'a full disk fails the save by name; what was there stays, and nothing else is left',
    async () => {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder])
      const own = await Context.local({ slots: 2, transport })
      try {
        const out = join(folder, 'out')
        await programs.savesMuch(own, out, { lines: 100 })
        const before = readFileSync(join(out, 'part-00000'), 'utf8')
        for (const options of [{}, { compression: 'gzip' }, { compression: 'zstd' }] as const) {
          const more = { lines: 1_000_000, overwrite: true, ...options }
          const error = await failure(programs.savesMuch(own, out, more))
          expect(error.cause ?? error).toMatchObject({
            code: 'ATOMIC5004',
            message: expect.stringContaining(
              `${out} cannot be written: no space is left on the disk (ENOSPC)`,
            ),
          })
          expect(readdirSync(folder)).toEqual(['out'])
          expect(readFileSync(join(out, 'part-00000'), 'utf8')).toBe(before)
        }
        await programs.savesMuch(own, out, { lines: 200, overwrite: true })
        expect(await programs.lengths(own, out)).toHaveLength(200)
      } finally {
        // Attempts that were given up hold their files until then.
        await own.stop()
        execFileSync('umount', [folder])
      }
    },
  )

  test.skipIf(!canMount())('a read-only folder is one clear error', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,ro', 'tmpfs', folder])
    try {
      const error = await failure(programs.savesMuch(ctx, join(folder, 'out')))
      expect(error).toMatchObject({ code: 'ATOMIC5004', at: expect.stringMatching(site) })
      expect(error.message).toContain('the file system is read-only (EROFS)')
    } finally {
      execFileSync('umount', [folder])
    }
  })

  test.skipIf(process.getuid?.() === 0)(
    'a folder or a file without permission is one clear error',
    async () => {
      const path = join(folder, 'closed')
      mkdirSync(path)
      writeFileSync(join(path, 'a.txt'), 'a')
      chmodSync(join(path, 'a.txt'), 0)
      chmodSync(path, 0o555)
      const [reading, saving] = [
        await failure(() => programs.lengths(ctx, path)),
        await failure(programs.savesMuch(ctx, join(path, 'out'))),
      ]
      expect(reading.message).toMatch(/ATOMIC5002: .*a\.txt cannot be read: permission is denied/)
      expect(saving.message).toMatch(/ATOMIC5004: .*out cannot be written: permission is denied/)
      chmodSync(path, 0o755)
    },
  )
})

test('a process that is killed while it saves shows nothing, and the next one removes what it left', async () => {
  const path = join(folder, 'out')
  await using ctx = await Context.local({ slots: 2, transport: 'threads' })
  await programs.savesMuch(ctx, path, { lines: 10 })
  const program = new URL('saves-for-long.ts', import.meta.url).pathname
  const child = execa('node', ['--import', '@atomic-ts/atomic/register', program, path], { reject: false })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await child
  expect(await programs.lengths(ctx, path)).toHaveLength(10)
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.out\.atomic~/), 'out'])
  await programs.savesMuch(ctx, path, { lines: 20, overwrite: true })
  expect(readdirSync(folder)).toEqual(['out'])
  expect(await programs.lengths(ctx, path)).toHaveLength(20)
})

function write(text: string): (path: string) => void {
  return (path) => writeFileSync(path, text)
}

function half(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length / 2))
}

/** Whether this is a machine on which a small disk can be made. */
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'atomic-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', place], { stdio: 'ignore' })
    execFileSync('umount', [place])
    return true
  } catch {
    return false
  } finally {
    rmSync(place, { recursive: true })
  }
}

async function failure(job: Promise<unknown> | (() => Promise<unknown>)): Promise<AtomicError> {
  const error: unknown = await Promise.resolve()
    .then(() => (typeof job === 'function' ? job() : job))
    .then(
      () => undefined,
      (reason: unknown) => reason,
    )
  expect(error).toBeInstanceOf(AtomicError)
  return error as AtomicError
}
