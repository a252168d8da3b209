import { once } from 'node:events'
import type { Transform } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { Compression } from '@atomic-ts/core/internal'
import type { PartSink } from './output.ts'

/** A part that packs what it is given. */
export async function packed(part: PartSink, compression: Compression | undefined): Promise<PartSink> {
  switch (compression) {
    case undefined:
      return part
    case 'gzip':
      return through(createGzip(), part)
    case 'zstd':
      return (await import('./zstd-packed.ts')).zstdPacked(part)
  }
}

function through(packer: Transform, part: PartSink): PartSink {
  let failure: { readonly error: unknown } | undefined
  const fail = (error: unknown): void => {
    failure ??= { error }
    packer.destroy()
  }
  packer.on('error', fail)
  packer.on('data', (bytes: Buffer) => {
    try {
      part.write(bytes)
      const wait = part.ready()
      if (!wait) return
      packer.pause()
      wait.then(() => packer.resume(), fail)
    } catch (error) {
      fail(error)
    }
  })
  return {
    write: (bytes) => void packer.write(bytes),
    ready: () => (packer.writableNeedDrain || failure ? settled('drain') : undefined),
    async commit() {
      packer.end()
      if (!packer.readableEnded) await settled('end')
      return part.commit()
    },
    abandon() {
      packer.destroy()
      return part.abandon()
    },
  }

  async function settled(event: 'drain' | 'end'): Promise<void> {
    const listening = new AbortController()
    const { signal } = listening
    try {
      if (!packer.destroyed)
        await Promise.race([once(packer, event, { signal }), once(packer, 'close', { signal })])
    } catch (error) {
      fail(error)
    } finally {
      listening.abort()
    }
    if (failure) throw failure.error
  }
}
