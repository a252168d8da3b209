import { createSecretKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AtomicError } from '@atomic-ts/core/internal'

/** Where a secret may come from; the first one that is given counts. */
export interface SecretSources {
  /** The secret itself. */
  readonly secret?: string | undefined
  /** A file that holds it; white space around it does not count. */
  readonly secretFile?: string | undefined
  /** Where `ATOMIC_SECRET` and `ATOMIC_SECRET_FILE` are looked for; the process's own environment by default. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Shorter secrets can be guessed by whoever has seen a connection. */
const shortestSecret = 16

/**
 * The secret that drivers and workers share, in a form that no log shows; `undefined` when there is none.
 *
 * @throws AtomicError ATOMIC8003 when it is shorter than 16 characters, or its file cannot be read
 */
export function readSecret({ secret, secretFile, env = process.env }: SecretSources): KeyObject | undefined {
  if (secret !== undefined) return keyOf(secret, 'The option secret')
  if (secretFile !== undefined) return keyOf(readFile(secretFile), `The file ${secretFile}`)
  const { ATOMIC_SECRET: found, ATOMIC_SECRET_FILE: file } = env
  if (found !== undefined) return keyOf(found, 'ATOMIC_SECRET')
  return file === undefined ? undefined : keyOf(readFile(file), `The file ${file}`)
}

function keyOf(text: string, where: string): KeyObject {
  const trimmed = text.trim()
  if (trimmed.length >= shortestSecret) return createSecretKey(Buffer.from(trimmed))
  throw new AtomicError('ATOMIC8003', {
    what: `${where} holds a secret of ${trimmed.length} characters; at least ${shortestSecret} are needed.`,
    fix: 'Use a random one: atomic certs makes a file with one.',
  })
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new AtomicError('ATOMIC8003', {
      what: `The secret cannot be read from ${path}.`,
      fix: 'Name a file that exists and that this user may read.',
      cause,
    })
  }
}
