import type * as sdk from '@aws-sdk/client-s3'
import { AtomicError, type S3Options } from '@atomic-ts/core/internal'

/** The official SDK, and a client of it. */
export interface S3 {
  readonly sdk: typeof sdk
  readonly client: sdk.S3Client
}

// A client keeps its connections, so there is one for each setting; also of the environment, which programs change.
const clients = new Map<string, Promise<S3>>()
const credentials = ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']
const places = ['AWS_REGION', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3']

// A server that does not answer, in milliseconds. A reader may pause for long, so a silent connection has more time.
const connectionTimeout = 10_000
const socketTimeout = 300_000

/**
 * The client for some settings, in this thread.
 *
 * @throws ATOMIC5007 when the SDK is not installed
 */
export function s3Client(settings: S3Options = {}, at?: string): Promise<S3> {
  const environment = [...credentials, ...places].map((name) => process.env[name])
  const key = JSON.stringify([settings, environment])
  const known = clients.get(key) ?? connect(settings, at)
  clients.set(key, known)
  known.catch(() => clients.delete(key))
  return known
}

async function connect(settings: S3Options, at: string | undefined): Promise<S3> {
  const loaded = await load(at)
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = process.env
  const { endpoint, region, forcePathStyle } = settings
  const config: sdk.S3ClientConfig = {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    forcePathStyle: forcePathStyle ?? (endpoint ?? AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL) !== undefined,
    followRegionRedirects: true,
    requestHandler: { connectionTimeout, socketTimeout },
  }
  const client = new loaded.S3Client(config)
  try {
    await client.config.region()
    return { sdk: loaded, client }
  } catch {
    return { sdk: loaded, client: new loaded.S3Client({ ...config, region: 'us-east-1' }) }
  }
}

async function load(at: string | undefined): Promise<typeof sdk> {
  try {
    return await import('@aws-sdk/client-s3')
  } catch (cause) {
    throw new AtomicError('ATOMIC5007', {
      what: 's3:// paths need the package @aws-sdk/client-s3, which does not load.',
      at,
      fix: 'Install it beside the program: npm install @aws-sdk/client-s3.',
      cause,
    })
  }
}
