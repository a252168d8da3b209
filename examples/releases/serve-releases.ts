import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

/** What is wrong with a release's tarball. */
export type Damage = 'none' | 'cut short' | 'no gzip' | 'a broken header'

/** A server of release tarballs on this machine. */
export interface ReleaseServer {
  /** The address of every tarball. */
  readonly urls: readonly string[]
  close(): void
}

/** The files in a release, by name. */
export function filesOf(release: number): ReadonlyMap<string, string> {
  const sources = Array.from({ length: 2 + (release % 5) }, (_, i): [string, string] => [
    `src/part-${i}.ts`,
    `export const part = ${i}\n`.repeat(1 + ((release * 7 + i) % 50)),
  ])
  const manifest = JSON.stringify({ name: 'thing', version: `1.${release}.0` })
  return new Map([
    ...sources,
    ['package.json', manifest],
    ['README.md', `# Release ${release}\n`],
    ['LICENSE', 'MIT'],
  ])
}

/** Every sixth release is damaged, in one of three ways. */
export function damageOf(release: number): Damage {
  if (release % 6 !== 4) return 'none'
  return (['cut short', 'no gzip', 'a broken header'] as const)[Math.floor(release / 6) % 3] ?? 'none'
}

/** Serves release tarballs. Every third is busy when it is first asked for, as real servers are. */
export async function serveReleases(count: number): Promise<ReleaseServer> {
  const busy = new Set(Array.from({ length: Math.ceil(count / 3) }, (_, i) => 3 * i))
  const server = createServer(({ url = '' }, response) => {
    const release = Number(/(\d+)\.tgz$/.exec(url)?.[1])
    if (busy.delete(release)) response.writeHead(503).end()
    else void send(release, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    urls: Array.from({ length: count }, (_, i) => `http://127.0.0.1:${port}/thing-${i}.tgz`),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function send(release: number, response: ServerResponse): Promise<void> {
  response.end(await tarball(release))
}

async function tarball(release: number): Promise<Buffer> {
  const archive = pack()
  for (const [name, text] of filesOf(release)) archive.entry({ name: `package/${name}` }, text)
  archive.finalize()
  const tar = await buffer(archive)
  switch (damageOf(release)) {
    case 'none':
      return gzipSync(tar)
    case 'cut short':
      return gzipSync(tar).subarray(0, -20)
    case 'no gzip':
      return tar
    case 'a broken header':
      return gzipSync(tar.fill('?', 0, 100))
  }
}
