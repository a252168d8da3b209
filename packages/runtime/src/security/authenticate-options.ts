import type { KeyObject } from 'node:crypto'
import type { Role } from './greetings.ts'

/** What an end brings to the greetings of a connection. */
export interface AuthenticateOptions {
  /** What this end is. */
  readonly role: Role
  /** Version of the protocol that it speaks. */
  readonly protocol: number
  /** The shared secret, as `readSecret` gives it; without one, neither end proves anything. */
  readonly secret?: KeyObject | undefined
  /** Milliseconds for the greetings as a whole; 10,000 by default. */
  readonly deadline?: number
}

/** Milliseconds. */
export const defaultDeadline = 10_000

/** The other end of a connection, once it has proved what it must. */
export interface Peer {
  readonly role: Role
  /** Address and port. */
  readonly address: string
  /** The common name of the certificate that it showed, when it had to. */
  readonly certificate?: string
}
