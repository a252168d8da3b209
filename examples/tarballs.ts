import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Call, Context } from '@atomic-ts/atomic'
import { extract } from 'tar-stream'
import { serveReleases } from './releases/serve-releases.ts'

/** How many files there are of a kind, and how long they are together. */
interface Count {
  readonly files: number
  readonly bytes: number
}

/** What one tarball holds, or why it cannot be read. */
interface Release {
  readonly url: string
  readonly kinds: readonly (readonly [kind: string, count: Count])[]
  readonly problem?: string
}

/** Fetches a tarball and counts what is in it. A server that is busy is asked again; a damaged tarball stays damaged. */
async function read(url: string, { signal }: Call): Promise<Release> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  const bytes = Buffer.from(await response.arrayBuffer())
  try {
    return { url, kinds: [...(await countFiles(bytes, signal))] }
  } catch (error) {
    signal.throwIfAborted()
    return { url, kinds: [], problem: error instanceof Error ? error.message : String(error) }
  }
}

/** Unpacks a tarball as a stream, and counts files and bytes by extension. */
async function countFiles(bytes: Buffer, signal: AbortSignal) {
  const counts = new Map<string, Count>()
  const entries = extract()
  await Promise.all([pipeline(Readable.from([bytes]), createGunzip(), entries, { signal }), count()])
  return counts

  async function count() {
    for await (const entry of entries) {
      const kind = extname(entry.header.name) || '(none)'
      let size = 0
      for await (const chunk of entry) size += (chunk as Buffer).length
      counts.set(kind, plus(counts.get(kind) ?? { files: 0, bytes: 0 }, { files: 1, bytes: size }))
    }
  }
}

function plus(a: Count, b: Count): Count {
  return { files: a.files + b.files, bytes: a.bytes + b.bytes }
}

/** What kinds of files release tarballs hold: `tarballs.ts [how many] [URL of a tarball ...]`. */
export default async function main(ctx: Context, args: string[]) {
  const server = await serveReleases(Number(args[0] ?? 60))
  try {
    const urls = args.length > 1 ? args.slice(1) : server.urls
    const releases = ctx
      .parallelize(urls, 4)
      .mapAsync(read, { concurrency: 8, retries: 4, backoff: 50, timeout: 10_000 })
      .cache()
    const byKind = await releases
      .flatMap(({ kinds }) => kinds)
      .reduceByKey(plus)
      .sortByKey()
      .collect()
    const damaged = await releases.filter(({ problem }) => problem !== undefined).collect()
    console.log(`${urls.length} releases, ${damaged.length} of them damaged`)
    for (const [kind, { files, bytes }] of byKind) console.log(`${kind}: ${files} files, ${bytes} bytes`)
    for (const { url, problem } of damaged) console.log(`${url.slice(url.lastIndexOf('/') + 1)}: ${problem}`)
  } finally {
    server.close()
  }
}
