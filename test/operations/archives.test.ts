import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { AtomicFiles } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tarOf, tgzOf, zipOf, type Entries } from './archive-bytes.ts'
import type * as Jobs from './archives.ts'

const jobs = await load<typeof Jobs>(new URL('archives.ts', import.meta.url).pathname)

let ctx: Context
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-archives-'))
})
afterEach(async () => {
  await ctx.stop()
  rmSync(folder, { recursive: true })
})

const long = `${'deep/'.repeat(30)}down.txt`
const entries: Entries = {
  'data/': { type: 'directory' },
  'data/ä b.txt': 'text',
  'data/empty': '',
  [long]: 'x'.repeat(70_000),
  'data/again': { type: 'symlink', linkname: './ä b.txt' },
  alias: { type: 'symlink', linkname: 'data/empty' },
}
const makers = { 'a.tar': tarOf, 'a.tar.gz': tgzOf, 'a.TGZ': tgzOf, 'a.zip': zipOf } as const

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  beforeEach(async () => {
    ctx = await Context.local({ slots: 2, transport, maxFailures: 1 })
  })

  test.each(Object.entries(makers))('tasks find what is in %s', async (name, make) => {
    const path = write(name, await make(entries))
    await ctx.addArchive(path)
    await ctx.addArchive(path)
    const files = [
      ['alias', '640', ''],
      ['data/again', '640', 'text'],
      ['data/empty', '640', ''],
      ['data/ä b.txt', '640', 'text'],
      [long, '640', 'x'.repeat(70_000)],
    ]
    expect(await jobs.filesIn(ctx, name)).toEqual([files, files])
    expect([ctx.listArchives(), ctx.listFiles()]).toEqual([[path], []])
  })

  test('archives and files stand side by side, each under its name, and are gone after stop()', async () => {
    ctx.addFile(write('plain.txt', 'plain'))
    const [zip, tar] = [write('a.zip', zipOf({ x: '1' })), write('a.tar', await tarOf({ y: '2' }))]
    await Promise.all([ctx.addArchive(zip, { name: 'one' }), ctx.addArchive(tar)])
    expect([ctx.listFiles(), ctx.listArchives()]).toEqual([[join(folder, 'plain.txt')], [zip, tar]])
    expect(await jobs.filesIn(ctx, 'one')).toEqual([[['x', '640', '1']], [['x', '640', '1']]])
    const root = AtomicFiles.getRootDirectory()
    expect(readdirSync(root).toSorted()).toEqual(['a.tar', 'one', 'plain.txt'])
    await ctx.stop()
    expect(existsSync(root)).toBe(false)
    await expect(ctx.addArchive(zip)).rejects.toMatchObject({ code: 'ATOMIC2001' })
  })
})

describe('refusals', () => {
  beforeEach(async () => {
    ctx = await Context.local({ transport: 'in-process' })
  })

  const leaving: [what: string, entries: Entries, text: RegExp][] = [
    ['a path with ..', { '../evil': 'x' }, /holds "\.\.\/evil", a path that is not inside/],
    ['a path with .. in its middle', { 'a/../../evil': 'x' }, /a path that is not inside/],
    ['an absolute path', { '/tmp/evil': 'x' }, /holds "\/tmp\/evil"/],
    ['a folder outside', { '../evil/': { type: 'directory' } }, /a path that is not inside/],
    ['a link out', { out: { type: 'symlink', linkname: '..' } }, /the link out, which leads out of it: \.\./],
    [
      'an absolute link',
      { out: { type: 'symlink', linkname: '/etc/passwd' } },
      /link out, which leads to \/etc/,
    ],
    ['a link to nothing', { out: { type: 'symlink', linkname: 'none' } }, /leads to nothing: none/],
    [
      'a link in a circle',
      { a: { type: 'symlink', linkname: 'b' }, b: { type: 'symlink', linkname: 'a' } },
      /leads to nothing/,
    ],
    [
      'a link out through another link',
      {
        'p/q/x': '',
        'p/q/r': { type: 'symlink', linkname: '../..' },
        out: { type: 'symlink', linkname: 'p/q/r/..' },
      },
      /the link out, which leads out of it/,
    ],
    [
      'a file that is written through a link',
      { out: { type: 'symlink', linkname: '..' }, 'out/evil': 'x' },
      /cannot be unpacked/,
    ],
    ['a pipe', { pipe: { type: 'fifo' } }, /holds pipe, which is neither a file, a folder nor a link/],
  ]
  for (const [name, make] of [['a.tar', tarOf] as const, ['a.zip', zipOf] as const]) {
    test.each(leaving)(`${name} with %s`, async (_what, given, text) => {
      await expect(ctx.addArchive(write(name, await make(given)))).rejects.toMatchObject({
        code: 'ATOMIC5005',
        message: expect.stringMatching(text),
        at: expect.stringMatching(/^archives\.test\.ts:\d+/),
      })
      expect(readdirSync(AtomicFiles.getRootDirectory())).toEqual([])
      expect(existsSync(join(AtomicFiles.getRootDirectory(), '../evil'))).toBe(false)
      expect(ctx.listArchives()).toEqual([])
    })
  }

  test('a hard link comes out as the file, and one that leads out is refused', async () => {
    await ctx.addArchive(write('a.tar', await tarOf({ x: '1', y: { type: 'link', linkname: 'x' } })))
    expect((await jobs.filesIn(ctx, 'a.tar'))[0]).toEqual([
      ['x', '640', '1'],
      ['y', '640', '1'],
    ])
    const bad = write('b.tar', await tarOf({ y: { type: 'link', linkname: '../x' } }))
    await expect(ctx.addArchive(bad)).rejects.toThrow(/its y is a link to \.\.\/x, a path that is not inside/)
  })

  test('an archive that is cut off anywhere, or changed, is refused; then its name is free again', async () => {
    const two = { a: 'a'.repeat(5000), b: 'b'.repeat(5000) }
    const tar = await tarOf(two)
    const zip = zipOf(two)
    const gz = gzipSync(tar)
    const damaged: [name: string, bytes: Buffer][] = [
      ['a.tar', Buffer.alloc(0)],
      ['a.tar', tar.subarray(0, 3000)],
      // Between two entries: what is there looks whole.
      ['a.tar', tar.subarray(0, 512 + 5120)],
      ['a.tar', Buffer.from('no archive at all'.repeat(100))],
      ['a.tar', flipped(tar, 100)],
      ['a.tgz', gz.subarray(0, gz.length >> 1)],
      ['a.tgz', gzipSync(tar.subarray(0, 512 + 5120))],
      ['a.tgz', flipped(gz, gz.length - 6)],
      ['a.tgz', gunzipSync(gz)],
      ['a.zip', Buffer.alloc(0)],
      ['a.zip', zip.subarray(0, zip.length - 30)],
      ['a.zip', flipped(zip, 40)],
      ['a.zip', flipped(zip, 14, 14 + zip.indexOf('PK\x01\x02') + 2)],
      ['a.zip', zipOf(two, { encrypted: true })],
    ]
    for (const [name, bytes] of damaged) {
      await expect(
        ctx.addArchive(write(name, bytes)),
        `${name} of ${bytes.length} bytes`,
      ).rejects.toMatchObject({
        code: 'ATOMIC5005',
        message: expect.stringContaining(`${name} cannot be unpacked: `),
      })
    }
    await ctx.addArchive(write('a.tar', tar))
    expect(await jobs.filesIn(ctx, 'a.tar')).toHaveLength(2)
    expect(readdirSync(AtomicFiles.getRootDirectory())).toEqual(['a.tar'])
  })

  test('what is no archive, is not there, or has a name that is taken', async () => {
    mkdirSync(join(folder, 'other'))
    const other = write('other/a.tar', await tarOf({}))
    await expect(ctx.addArchive(write('a.rar', ''))).rejects.toThrow(/ATOMIC2002.*is not a \.tar/)
    await expect(ctx.addArchive(join(folder, 'none.zip'))).rejects.toThrow(
      /ATOMIC5002.*there is no such file/,
    )
    mkdirSync(join(folder, 'folder.zip'))
    await expect(ctx.addArchive(join(folder, 'folder.zip'))).rejects.toThrow(/ATOMIC2002.*is not a/)
    await expect(ctx.addArchive(other, { name: 'a/b' })).rejects.toThrow(/ATOMIC2002.*"a\/b"/)
    const first = write('a.tar', await tarOf({}))
    const adding = ctx.addArchive(first)
    await expect(ctx.addArchive(other)).rejects.toThrow(/ATOMIC2002.*has the name of/)
    await adding
    expect(() => ctx.addFile(first)).toThrow(/ATOMIC2002.*has the name of/)
    await ctx.addArchive(other, { name: 'b.tar' })
    expect(ctx.listArchives()).toEqual([first, other])
  })

  test('a context that stops in the meantime leaves nothing behind', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}/${i}`, `${i}`]))
    const path = write('a.zip', zipOf(many))
    ctx.addFile(write('plain.txt', ''))
    const root = AtomicFiles.getRootDirectory()
    const adding = expect(ctx.addArchive(path)).rejects.toMatchObject({ code: 'ATOMIC2001' })
    await ctx.stop()
    await adding
    expect(existsSync(root)).toBe(false)
  })
})

function write(name: string, bytes: string | Buffer): string {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

/** The same bytes, but for some bits. */
function flipped(bytes: Buffer, ...places: number[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const place of places) copy.writeUInt8((copy[place] ?? 0) ^ 0x55, place)
  return copy
}
