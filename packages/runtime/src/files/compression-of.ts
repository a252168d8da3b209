import { AtomicError, type Compression } from '@atomic-ts/core/internal'

/** What the names of compressed files end with. */
export const extensionOf: Readonly<Record<Compression, string>> = { gzip: '.gz', zstd: '.zst' }

const unknown = /\.(bz2|lz4|snappy|xz|lzo|br|zip|z)$/i

/**
 * How a file is packed, by its name.
 *
 * @throws ATOMIC5002 when it is packed in a way that is not read here
 */
export function compressionOf(path: string, at?: string): Compression | undefined {
  if (path.endsWith('.gz')) return 'gzip'
  if (path.endsWith('.zst')) return 'zstd'
  const [extension] = unknown.exec(path) ?? []
  if (extension === undefined) return undefined
  throw new AtomicError('ATOMIC5002', {
    what: `${path} is packed as ${extension}, which is not read here.`,
    at,
    fix: 'Unpack it first, or pack it with gzip or zstd.',
  })
}
