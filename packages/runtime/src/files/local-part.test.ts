import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { localFiles } from './local-files.ts'
import { attemptsFolder } from './local-part.ts'
import type { PartSink, WrittenPart } from './output.ts'
import { packed } from './packed.ts'
import { textFormat } from './text-format.ts'

const folder = mkdtempSync(join(tmpdir(), 'atomic-part-'))
const output = await localFiles.begin(join(folder, 'out'), { partitions: 10 })
const attempts = join(output.ref.staging ?? '', attemptsFolder)

afterAll(async () => {
  await output.discard()
  rmSync(folder, { recursive: true })
})

test('a part holds the lines that are written, many buffers of them', async () => {
  const lines = Array.from({ length: 50_000 }, (_, i) => `línea 😀 ${i}`)
  const part = open(0, 0)
  const writer = textFormat(part)
  await writer.write(lines)
  await writer.end()
  const written = await part.commit()
  expect(content(written).toString()).toBe(`${lines.join('\n')}\n`)
  expect(written.bytes).toBe(content(written).length)
})

test('text is handed on as it comes', async () => {
  let handed = 0
  const writer = textFormat({ write: ({ length }) => (handed += length), ready: () => undefined })
  await writer.write(Array.from({ length: 1000 }, () => 'x'.repeat(999)))
  expect(handed).toBeGreaterThan(700_000)
})

test('two attempts with one number are kept apart', async () => {
  const parts = await Promise.all([open(2, 0).commit(), open(2, 0).commit()])
  expect(content(parts[0])).not.toBe(content(parts[1]))
  expect(readdirSync(attempts).filter((name) => name.startsWith('2-0-'))).toHaveLength(2)
})

test('abandon() removes the file, and does nothing after commit()', async () => {
  const before = readdirSync(attempts).length
  const abandoned = open(3, 0)
  abandoned.write(Buffer.from('line'))
  await abandoned.abandon()
  await abandoned.abandon()
  expect(readdirSync(attempts)).toHaveLength(before)
  const committed = open(3, 1)
  await committed.commit()
  await committed.abandon()
  expect(readdirSync(attempts)).toHaveLength(before + 1)
  await expect(abandoned.commit()).rejects.toThrow('ATOMIC5004')
})

test('text with half of a surrogate pair is refused', async () => {
  const writer = textFormat({ write: () => undefined, ready: () => undefined })
  await writer.write(['😀', '\ud83d'])
  expect(() => writer.end()).toThrow('ATOMIC5004: A record holds half of a surrogate pair, \\ud83d')
})

test.runIf(spawnSync('zstd', ['--version']).status === 0)(
  'a packed part hands on what it packs, waits where the part does, and passes its errors on',
  async () => {
    const bytes = Buffer.from('some line or other\n'.repeat(500_000))
    for (const [compression, unpack] of [
      ['gzip', gunzipSync],
      ['zstd', (input: Buffer) => execFileSync('zstd', ['-dc'], { input, maxBuffer: 1e9 })],
    ] as const) {
      const pieces: Uint8Array[] = []
      let waits = 0
      const slow = {
        ...open(4, 0),
        write: (piece: Uint8Array) => void pieces.push(piece),
        ready: () => (++waits % 2 === 0 ? Promise.resolve() : undefined),
      }
      const part = await packed(slow, compression)
      for (let at = 0; at < bytes.length; at += 1_000_000) {
        part.write(bytes.subarray(at, at + 1_000_000))
        await part.ready()
      }
      await part.commit()
      expect(waits).toBeGreaterThan(0)
      expect(unpack(Buffer.concat(pieces)).equals(bytes)).toBe(true)
      const full = async (): Promise<never> => {
        const broken = await packed(
          {
            ...open(4, 1),
            write: () => {
              throw new Error('full')
            },
          },
          compression,
        )
        broken.write(bytes)
        await broken.commit()
        throw new Error('not refused')
      }
      await expect(full()).rejects.toThrow('full')
    }
  },
)

function open(partition: number, attempt: number): PartSink {
  return localFiles.openPart(output.ref, partition, attempt)
}

function content(part: WrittenPart): Buffer {
  if (part.kind !== 'file') throw new Error('a local part is a file')
  return readFileSync(join(attempts, part.name))
}
