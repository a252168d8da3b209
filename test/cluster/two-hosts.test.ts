import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile, load } from '@atomic-ts/compiler'
import { Context } from '@atomic-ts/runtime'
import { execa, execaNode } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Jobs from './jobs.ts'
import { atomic } from './start-worker.ts'

// A bridge with the driver on one end and a host of its own behind each of two others.
const id = process.pid % 10_000
const bridge = `atb${id}`
const network = `10.${200 + (id % 50)}.${id % 250}`
const hosts = [1, 2].map((n) => ({
  name: `atomic-${id}-${n}`,
  outside: `ato${id}${n}`,
  inside: `ati${id}${n}`,
  address: `${network}.${n + 1}`,
}))

describe.skipIf(!canMakeHosts())('two hosts, in network namespaces', () => {
  const entry = fileURLToPath(new URL('jobs.ts', import.meta.url))
  let folder: string
  let jobs: typeof Jobs
  beforeAll(async () => {
    jobs = await load<typeof Jobs>(entry)
    folder = mkdtempSync(join(tmpdir(), 'atomic-hosts-'))
    const addresses = [`${network}.1`, ...hosts.map(({ address }) => address)].join(',')
    await execaNode(atomic, ['certs', join(folder, 'certs'), '--hosts', addresses])
    ip('link', 'add', bridge, 'type', 'bridge')
    ip('addr', 'add', `${network}.1/24`, 'dev', bridge)
    ip('link', 'set', bridge, 'up')
    for (const { name, outside, inside, address } of hosts) {
      ip('netns', 'add', name)
      ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', name)
      ip('link', 'set', outside, 'master', bridge, 'up')
      ip('-n', name, 'addr', 'add', `${address}/24`, 'dev', inside)
      ip('-n', name, 'link', 'set', inside, 'up')
      ip('-n', name, 'link', 'set', 'lo', 'up')
    }
  })
  afterAll(() => {
    for (const { name } of hosts) quietly('netns', 'del', name)
    quietly('link', 'del', bridge)
    rmSync(folder, { recursive: true, force: true })
  })

  test('a job whose shuffle crosses between them, with certificates and a secret', async () => {
    await using workers = await start((address) => ['--host', address])
    const addresses = await Promise.all(workers.all.map(({ stdout }) => addressOn(stdout)))
    await using ctx = await Context.create({ workers: addresses.join(','), security: security('client') })
    await checkCounts(ctx)
  })

  test('workers that dial the program, and that nobody can dial', async () => {
    const listen = `${network}.1:7077`
    await using workers = await start(() => ['--join', `wss://${listen}`])
    expect(workers.all).toHaveLength(2)
    await using ctx = await Context.create({ listen, security: { ...security('server'), mutual: true } })
    await expect.poll(() => ctx.statusTracker.getSlotsInfo().slots).toBe(4)
    await checkCounts(ctx)
  })

  /** A worker on each host. */
  async function start(flagsOf: (address: string) => readonly string[]) {
    const { bundle } = await compile(entry)
    const server = ['--tls-cert', certs('server.pem'), '--tls-key', certs('server.key')]
    const secured = [...server, '--tls-ca', certs('ca.pem'), '--mutual', '--secret-file', certs('secret')]
    const flags = ['worker', '--port', '0', '--slots', '2', '--bundle', bundle, ...secured]
    const all = hosts.map(({ name, address }) =>
      execa('ip', ['netns', 'exec', name, 'node', atomic, ...flags, ...flagsOf(address)], { reject: false }),
    )
    return {
      all,
      async [Symbol.asyncDispose]() {
        for (const worker of all) worker.kill()
        await Promise.all(all)
      },
    }
  }

  async function checkCounts(ctx: Context): Promise<void> {
    const counts = await jobs.countWords(ctx, 97_000, 8)
    expect(new Map(counts)).toEqual(new Map(Array.from({ length: 97 }, (_, n) => [n, 1000])))
  }

  function security(name: 'client' | 'server') {
    const [tlsCert, tlsKey] = [certs(`${name}.pem`), certs(`${name}.key`)]
    return { secretFile: certs('secret'), tlsCa: certs('ca.pem'), tlsCert, tlsKey }
  }

  function certs(name: string): string {
    return join(folder, 'certs', name)
  }
})

async function addressOn(stdout: NodeJS.ReadableStream | undefined): Promise<string> {
  if (!stdout) throw new TypeError('A worker has no output.')
  const [said] = (await once(stdout, 'data')) as [Buffer]
  return /on (\S+:\d+)/.exec(String(said))?.[1] ?? String(said)
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

function quietly(...args: readonly string[]): void {
  try {
    ip(...args)
  } catch {
    // It was not made, or is gone.
  }
}

function canMakeHosts(): boolean {
  try {
    ip('netns', 'add', `atomic-try-${id}`)
    ip('netns', 'del', `atomic-try-${id}`)
    return true
  } catch {
    console.warn('No network namespaces can be made here: the test of two hosts is skipped.')
    return false
  }
}
