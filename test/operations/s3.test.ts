import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { AtomicError, Context, type TaskMetrics } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { execa } from 'execa'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { hasServer, startStore, title, type S3Store } from './s3-store.ts'
import type * as Programs from './s3.ts'

describe.skipIf(!hasServer)(title, async () => {
  const programs = await load<typeof Programs>(new URL('s3.ts', import.meta.url).pathname)
  let store: S3Store
  let folder: string
  beforeAll(async () => {
    store = await startStore()
    folder = mkdtempSync(join(tmpdir(), 'atomic-s3-test-'))
  })
  afterAll(async () => {
    await store.stop()
    rmSync(folder, { recursive: true })
  })

  describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
    let ctx: Context
    let at: string
    let cases = 0
    beforeEach(async () => {
      at = `${transport}-${cases++}`
      ctx = await Context.local({ slots: 2, transport, s3: { endpoint: store.endpoint } })
    })
    afterEach(() => ctx.stop())

    test('an object is read by ranges, each line once', async () => {
      const lines = Array.from({ length: 20_000 }, (_, i) => `línea ${i} ${'x'.repeat(i % 50)}`)
      await put(`${at}/big.txt`, lines.join('\r\n'))
      const metrics: TaskMetrics[] = []
      ctx.listen((event) => event.kind === 'taskFinished' && metrics.push(event.metrics))
      store.requests()
      expect(await programs.readsLines(ctx, url('big.txt'), 7)).toEqual(lines)
      expect(metrics).toHaveLength(7)
      const size = Buffer.byteLength(lines.join('\r\n'))
      for (const { inputMetrics } of metrics) expect(inputMetrics.bytesRead).toBeLessThan(size / 6)
      // The server's log may come later than what it gave.
      const gets: string[] = []
      await vi.waitFor(() => {
        gets.push(...store.requests().filter((line) => line.includes('x-id=GetObject')))
        expect(gets.length).toBeGreaterThanOrEqual(7)
      }, 10_000)
      expect(gets.every((line) => line.includes('| 206 |'))).toBe(true)
    })

    test('globs, prefixes and lists name objects as they name files; hidden names are left out', async () => {
      for (const name of ['a.txt', 'b.txt', '_c.txt', 'd/e.txt', 'd/f.log', 'd/_g/h.txt', 'x*.txt'])
        await put(`${at}/${name}`, name)
      const read = async (path: string): Promise<string[]> =>
        (await programs.readsLines(ctx, path, 1)).toSorted()
      expect(await read(url(''))).toEqual(['a.txt', 'b.txt', 'x*.txt'])
      expect(await read(url('*.txt'))).toEqual(['a.txt', 'b.txt', 'x*.txt'])
      expect(await read(url('{a,b}.txt'))).toEqual(['a.txt', 'b.txt'])
      expect(await read(url('d'))).toEqual(['d/e.txt', 'd/f.log'])
      expect(await read(url('**/*.txt'))).toEqual(['a.txt', 'b.txt', 'd/_g/h.txt', 'd/e.txt', 'x*.txt'])
      expect(await read(`${url('a.txt')},${url('d/*.log')}`)).toEqual(['a.txt', 'd/f.log'])
      expect(await read(url('x*.txt'))).toEqual(['x*.txt'])
      expect(await read(url('_c.txt'))).toEqual(['_c.txt'])
    })

    test('what is saved reads back, plain and packed, and nothing is left of the uploads', async () => {
      const lines = Array.from({ length: 1000 }, (_, n) => `line ${n}`)
      await programs.savesLines(ctx, url('plain'))
      await programs.savesLines(ctx, url('gzip'), { compression: 'gzip' })
      await programs.savesLines(ctx, url('zstd'), { compression: 'zstd' })
      await programs.savesLines(ctx, url('some'), { count: 1 })
      for (const name of ['plain', 'gzip', 'zstd'])
        expect(await programs.readsLines(ctx, url(name), 3), name).toEqual(lines)
      expect(await programs.countsEach(ctx, url('some'), 1)).toEqual([1])
      expect(own()).toEqual([
        ...['_SUCCESS', 'part-00000.gz', 'part-00001.gz', 'part-00002.gz'].map((name) => `gzip/${name}`),
        ...['_SUCCESS', 'part-00000', 'part-00001', 'part-00002'].map((name) => `plain/${name}`),
        ...['_SUCCESS', 'part-00000', 'part-00001', 'part-00002'].map((name) => `some/${name}`),
        ...['_SUCCESS', 'part-00000.zst', 'part-00001.zst', 'part-00002.zst'].map((name) => `zstd/${name}`),
      ])
      const packed = readFileSync(join(store.bucket, at, 'gzip/part-00000.gz'))
      expect(gunzipSync(packed).toString()).toBe(`${lines.slice(0, 333).join('\n')}\n`)
      expect(await store.uploads()).toBe(0)
    })

    test('every format is written and read', async () => {
      const sales = Array.from({ length: 3000 }, (_, n) => ({ item: `é ${n}`, amount: n / 4 }))
      const found = await programs.tripsInEveryFormat(ctx, url('sales'))
      expect(found).toHaveLength(5)
      for (const each of found) expect(each).toEqual(sales)
      expect(await store.uploads()).toBe(0)
    })

    test('output that exists is refused, and replaced where that is asked for', async () => {
      await programs.savesLines(ctx, url('out'))
      await expect(programs.savesLines(ctx, url('out'))).rejects.toMatchObject({
        code: 'ATOMIC5003',
        at: expect.stringMatching(/s3\.ts:\d+/),
      })
      await programs.savesLines(ctx, url('out'), { count: 5, overwrite: true, compression: 'gzip' })
      expect(own()).toEqual(
        ['_SUCCESS', 'part-00000.gz', 'part-00001.gz', 'part-00002.gz'].map((name) => `out/${name}`),
      )
      expect(await programs.readsLines(ctx, url('out'), 1)).toHaveLength(5)
    })

    test.each(['throw', 'exit'] as const)('an attempt that ends with %s leaves nothing', async (how) => {
      const log = join(folder, `${at}.log`)
      await programs.savesWithFailures(ctx, url('out'), log, how)
      expect(readFileSync(log, 'utf8')).toBe('failed')
      const sizes = own().map((key) => readFileSync(join(store.bucket, at, key)).length)
      expect(sizes).toEqual([0, 20_000_000, 20_000_000])
      expect(await store.uploads()).toBe(0)
    })

    test('a job that fails or is cancelled shows nothing, and leaves nothing', async () => {
      const error = await failure(programs.failsToSave(ctx, url('out')))
      expect(error).toMatchObject({ code: 'ATOMIC3001', cause: { message: 'never' } })
      const abort = new AbortController()
      const log = join(folder, `${at}-forever.log`)
      const many = appears(log)
      const job = failure(programs.savesForever(ctx, url('out'), log, abort.signal))
      await many
      expect(own()).toEqual([])
      abort.abort()
      expect(await job).toMatchObject({ code: 'ATOMIC3005' })
      expect(own()).toEqual([])
      expect(await ctx.range(3).count()).toBe(3)
      expect(await store.uploads()).toBe(0)
    })

    test('what is missing is one clear error', async () => {
      await put(`${at}/there.txt`, 'x')
      for (const [path, code, text] of [
        [url('missing.txt'), 'ATOMIC5001', `No object matches ${url('missing.txt')}.`],
        [url('*.csv'), 'ATOMIC5001', 'No object matches'],
        ['s3://no-bucket/a', 'ATOMIC5002', 's3://no-bucket/a cannot be read: there is no such bucket'],
        ['s3://', 'ATOMIC5006', 's3:// names no bucket'],
      ] as const) {
        const error = await failure(() => programs.readsLines(ctx, path, 1))
        expect(error).toMatchObject({ code, at: expect.stringMatching(/s3\.ts:\d+/) })
        expect(error.message).toContain(text)
      }
      const error = await failure(programs.savesLines(ctx, 's3://no-bucket/out'))
      expect(error).toMatchObject({ code: 'ATOMIC5004', message: expect.stringContaining('no such bucket') })
    })

    test('wrong credentials are one clear error, which does not hold them', async () => {
      const { AWS_SECRET_ACCESS_KEY: secret, AWS_ACCESS_KEY_ID: id } = process.env
      try {
        for (const [name, value] of [
          ['AWS_SECRET_ACCESS_KEY', 'a-wrong-secret'],
          ['AWS_ACCESS_KEY_ID', 'a-wrong-id'],
        ] as const) {
          process.env[name] = value
          const errors = [
            await failure(() => programs.readsLines(ctx, url('any.txt'), 1)),
            await failure(programs.savesLines(ctx, url('out'))),
          ]
          expect(errors.map(({ code }) => code)).toEqual(['ATOMIC5002', 'ATOMIC5004'])
          for (const error of errors) {
            expect(JSON.stringify([error.message, error.cause, String(error.cause)])).not.toContain('a-wrong')
            expect(error.message).toMatch(/credentials|access is denied|secret key|access key/)
          }
        }
      } finally {
        Object.assign(process.env, { AWS_SECRET_ACCESS_KEY: secret, AWS_ACCESS_KEY_ID: id })
      }
    })

    test('an object that changes after it was found, or is damaged, is refused', async () => {
      await put(`${at}/change.txt`, 'old\n'.repeat(1000))
      const lines = ctx.textFile(url('change.txt'), 2)
      await put(`${at}/change.txt`, 'new\n'.repeat(1000))
      const changed = await failure(lines.collect())
      expect(changed.cause).toMatchObject({
        code: 'ATOMIC5002',
        message: expect.stringContaining('it was changed while it was read'),
      })
      const packed = gzipSync('some line\n'.repeat(10_000))
      await put(`${at}/half.gz`, packed.subarray(0, packed.length / 2))
      const half = await failure(programs.readsLines(ctx, url('half.gz'), 1))
      expect(half.cause).toMatchObject({
        code: 'ATOMIC5002',
        message: expect.stringMatching(/half\.gz is damaged/),
      })
    })

    function url(name: string): string {
      return `s3://bucket/${at}/${name}`
    }

    function own(): string[] {
      const keys = store.keys().filter((key) => key.startsWith(`${at}/`))
      return keys.map((key) => key.slice(at.length + 1))
    }
  })

  test('a program that is interrupted aborts its uploads; the environment names the server', async () => {
    const program = new URL('../cli/programs/saves-forever.ts', import.meta.url).pathname
    const cli = new URL('../../packages/atomic/bin/atomic.js', import.meta.url).pathname
    store.requests()
    const child = execa('node', [cli, 'run', '--slots', '2', program, 's3://bucket/forever'], {
      env: { AWS_ENDPOINT_URL_S3: store.endpoint },
      reject: false,
    })
    try {
      const log: string[] = []
      await vi.waitFor(() => {
        log.push(...store.requests())
        expect(log.filter((line) => line.includes('partNumber=2'))).not.toHaveLength(0)
      }, 60_000)
      expect(await store.uploads()).toBeGreaterThan(0)
    } finally {
      child.kill('SIGINT')
    }
    const { exitCode, stderr } = await child
    expect(exitCode, stderr).toBe(130)
    expect(stderr).toContain('ATOMIC3005: The job saveAsTextFile at saves-forever.ts:8 was cancelled')
    expect(await store.uploads()).toBe(0)
    expect(store.keys().filter((key) => key.startsWith('forever'))).toEqual([])
  })

  test('a server that is gone is one clear error', async () => {
    await using ctx = await Context.local({ transport: 'threads', s3: { endpoint: 'http://127.0.0.1:1' } })
    const error = await failure(() => programs.readsLines(ctx, 's3://bucket/a', 1))
    expect(error.message).toMatch(/ATOMIC5002: .* nothing answers at the endpoint \(ECONNREFUSED\)/)
  })

  async function put(key: string, body: string | Uint8Array): Promise<void> {
    await store.client.send(new PutObjectCommand({ Bucket: 'bucket', Key: key, Body: body }))
  }

  /** Resolves when a file is there. */
  async function appears(path: string): Promise<void> {
    const watcher = watch(folder)
    try {
      while (!existsSync(path)) await once(watcher, 'change')
    } finally {
      watcher.close()
    }
  }
})

test('without the SDK, s3:// paths are one clear error that says what to install', async () => {
  const resolve = `export function resolve(name, context, next) {
    if (name === '@aws-sdk/client-s3') throw new Error('Cannot find package')
    return next(name, context)
  }`
  const hook = `import { register } from 'node:module'; register(${JSON.stringify(moduleOf(resolve))})`
  const program = `import { Context } from '@atomic-ts/atomic'
    const ctx = await Context.local()
    await ctx.range(3).saveAsTextFile('s3://bucket/out').catch((error) => console.log(error.message))
    await ctx.stop()`
  const args = ['--import', moduleOf(hook), '--input-type=module', '--eval', program]
  const { stdout } = await execa('node', args, { cwd: new URL('../..', import.meta.url).pathname })
  expect(stdout).toMatch(
    /^ATOMIC5007: s3:\/\/ paths need the package @aws-sdk\/client-s3, which does not load\.[^]*npm install @aws-sdk\/client-s3/,
  )
})

test.each([
  [{ accessKeyId: 'mine' }, 'The option s3.accessKeyId is unknown.'],
  [{ endpoint: 7 }, 'The option s3.endpoint must be a string.'],
])('%j are no settings', async (s3, text) => {
  await expect(Context.local({ s3: s3 as object })).rejects.toMatchObject({
    code: 'ATOMIC2005',
    message: expect.stringContaining(text),
  })
})

/** A module as a URL. */
function moduleOf(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`
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
