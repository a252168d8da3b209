import { once } from 'node:events'
import type { Transform } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { Compression } from '@atomic-ts/core/internal'
import type { ByteSink } from './output.ts'

/** A sink whose bytes have an end. */
export interface EndingSink extends ByteSink {
  /** There are no more bytes: resolves when the last are handed on. */
  end(): Promise<void>
}

/** A sink that packs what it is given, and hands it on. */
export function compressed(out: ByteSink, compression: Compression | undefined): EndingSink {
  switch (compression) {
    case undefined:
      return { write: (bytes) => out.write(bytes), ready: () => out.ready(), end: async () => out.ready() }
    case 'gzip':
      return through(createGzip(), out)
  }
}

function through(packer: Transform, out: ByteSink): EndingSink {
  let failure: { readonly error: unknown } | undefined
  const fail = (error: unknown): void => {
    failure ??= { error }
    packer.destroy()
  }
  packer.on('error', fail)
  packer.on('data', (bytes: Buffer) => {
    try {
      out.write(bytes)
      const wait = out.ready()
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
    async end() {
      packer.end()
      if (!packer.readableEnded) await settled('end')
      await out.ready()
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
