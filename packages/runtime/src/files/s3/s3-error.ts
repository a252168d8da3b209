import { AtomicError, isAtomicError, type ErrorCode } from '@atomic-ts/core/internal'

/** The error for a path that a store refused or could not give. What the store said is kept, without any credentials. */
export function s3Error(
  code: Extract<ErrorCode, 'ATOMIC5002' | 'ATOMIC5004'>,
  path: string,
  cause: unknown,
  at?: string,
): AtomicError {
  if (isAtomicError(cause)) return cause
  const { meaning, fix } = meaningOf(cause)
  const verb = code === 'ATOMIC5002' ? 'read' : 'written'
  return new AtomicError(code, {
    what: `${path} cannot be ${verb}: ${meaning}.`,
    at,
    fix,
    cause: new Error(plain(cause)),
  })
}

/** Whether a store said that there is no such object. */
export function isMissing(error: unknown): boolean {
  return ['NotFound', 'NoSuchKey'].includes(nameOf(error))
}

/** Whether the store refused: it will do so again. */
export function isDenied(error: unknown): boolean {
  return asSdkError(error).$metadata?.httpStatusCode === 403
}

/** Whether the store did not answer, or stopped in the middle: the same question may have an answer later. */
export function isInterruption(error: unknown): boolean {
  const { $metadata: { httpStatusCode = 0 } = {} } = asSdkError(error)
  return httpStatusCode < 300
}

interface Meaning {
  readonly meaning: string
  readonly fix: string
}

function meaningOf(error: unknown): Meaning {
  for (const name of [nameOf(error), asSdkError(error).code ?? '']) {
    const known = meanings[name]
    if (known) return { meaning: `${known[0]} (${name})`, fix: known[1] }
  }
  const status = asSdkError(error).$metadata?.httpStatusCode
  if (status === 403) return { meaning: 'access is denied (403)', fix: rights }
  return {
    meaning: `the store says ${plain(error).replace(/\.$/, '')}`,
    fix: 'Check the path, and the settings in { s3: … }.',
  }
}

const keys =
  'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_PROFILE where the program and its workers run.'
const rights = 'Check that the credentials are the right ones, and that they may use the bucket.'
const server = 'Check the endpoint, and that the server can be reached.'

const meanings: Readonly<Record<string, readonly [meaning: string, fix: string]>> = {
  NoSuchBucket: ['there is no such bucket', 'Check the name of the bucket, or create it.'],
  NoSuchKey: ['there is no such object', 'Check the path.'],
  NotFound: ['there is no such object', 'Check the path.'],
  AccessDenied: ['access is denied', rights],
  Forbidden: ['access is denied', rights],
  InvalidAccessKeyId: ['the credentials are unknown to the store', keys],
  SignatureDoesNotMatch: ['the secret key is not the right one', keys],
  ExpiredToken: ['the credentials have expired', 'Log in again.'],
  CredentialsProviderError: ['there are no credentials', keys],
  InvalidRange: ['it became shorter while it was read', 'Run the job again when nothing writes to it.'],
  PreconditionFailed: ['it was changed while it was read', 'Run the job again when nothing writes to it.'],
  NoSuchUpload: ['the upload is gone: another job may have written there', 'Run the job again.'],
  PermanentRedirect: ['the bucket is in another region', 'Set { s3: { region } } or AWS_REGION.'],
  ECONNREFUSED: ['nothing answers at the endpoint', server],
  ENOTFOUND: ['the endpoint has no address', server],
  TimeoutError: ['the store does not answer', server],
}

interface SdkError {
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

function asSdkError(error: unknown): SdkError {
  return typeof error === 'object' && error !== null ? error : {}
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

/** What an error says; the SDK keeps keys and signatures in other properties. */
function plain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const text = `${error.name}: ${error.message || (asSdkError(error).code ?? 'no more than that')}`
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env
  return [AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ACCESS_KEY_ID].reduce<string>(
    (shown, secret) => (secret ? shown.replaceAll(secret, '…') : shown),
    text,
  )
}
