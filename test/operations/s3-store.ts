import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3'
import { execa } from 'execa'

const root = new URL('../..', import.meta.url).pathname
const script = join(root, 'tools/peers/s3-server.sh')
const servers = join(process.env['BENCH_PEERS'] ?? join(root, '.peers'), 's3')

/** Whether the server was installed. */
export const hasServer: boolean = existsSync(servers)

/** Why the tests are skipped, or what they are. */
export const title: string = hasServer
  ? 'a server that speaks S3'
  : 'a server that speaks S3 (skipped: install one with tools/peers/s3-server.sh)'

/** A running server, with one bucket. */
export interface S3Store {
  readonly endpoint: string
  /** The folder in which the bucket's objects lie as files. */
  readonly bucket: string
  readonly client: S3Client
  /** The keys of all objects. */
  keys(): string[]
  /** Uploads that were begun and not ended. */
  uploads(): Promise<number>
  /** What it was asked since the last call: `GET /bucket/key 206`. */
  requests(): string[]
  stop(): Promise<void>
}

/** Starts a server on this machine, and sets the environment to use it. */
export async function startStore(): Promise<S3Store> {
  const folder = mkdtempSync(join(tmpdir(), 'atomic-s3-'))
  const address = `127.0.0.1:${await freePort()}`
  const [id, secret] = ['atomic-test-id', 'atomic-test-secret']
  const server = execa(script, ['run', address, folder], {
    env: { ROOT_ACCESS_KEY: id, ROOT_SECRET_KEY: secret },
    all: true,
    buffer: false,
    reject: false,
  })
  let log = ''
  const started = new Promise<void>((resolve) => {
    server.all.on('data', (text: Buffer) => {
      log += text.toString()
      if (log.includes('listening on')) resolve()
    })
  })
  await Promise.race([started, server.then(() => Promise.reject(new Error(log)))])
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_REGION: 'us-east-1',
  })
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
  const endpoint = `http://${address}`
  const client = new S3Client({ endpoint, forcePathStyle: true, maxAttempts: 8 })
  await client.send(new CreateBucketCommand({ Bucket: 'bucket' }))
  const bucket = join(folder, 'bucket')
  return {
    ...{ endpoint, bucket, client },
    // What the server is about to write, and removes at any moment, is in a folder of its own.
    keys: () =>
      readdirSync(bucket)
        .filter((name) => name !== '.sgwtmp')
        .flatMap((name) => filesBelow(bucket, name))
        .toSorted(),
    async uploads() {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: 'bucket' }))
      return Uploads.length
    },
    requests() {
      const lines = log.split('\n')
      log = lines.pop() ?? ''
      return lines
    },
    async stop() {
      client.destroy()
      server.kill()
      await server
      rmSync(folder, { recursive: true })
    },
  }
}

function filesBelow(folder: string, name: string): string[] {
  if (statSync(join(folder, name)).isFile()) return [name]
  return readdirSync(join(folder, name)).flatMap((each) => filesBelow(folder, join(name, each)))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
