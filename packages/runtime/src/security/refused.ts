import { AtomicError, type ErrorCode } from '@atomic-ts/core/internal'

/** Why a connection is refused: the words that the other end is told, and nothing more. */
export type Reason =
  | 'wrong secret'
  | 'secret needed'
  | 'no secret here'
  | 'no certificate'
  | 'certificate not accepted'
  | 'too many failed attempts'
  | 'other protocol'
  | 'not understood'
  | 'too late'
  | 'went away'

interface Meaning {
  readonly code: ErrorCode
  /** What the end that is refused is told of the other one. */
  readonly what: string
  readonly fix: string
}

const sameSecret = 'Give every driver and every worker the same secret, by ATOMIC_SECRET or --secret-file.'

const meanings: Readonly<Record<Reason, Meaning>> = {
  'wrong secret': {
    code: 'ATOMIC8001',
    what: 'did not accept the secret.',
    fix: `${sameSecret} A proxy that ends TLS on the way is refused, too.`,
  },
  'secret needed': {
    code: 'ATOMIC8001',
    what: 'asks for a secret, and there is none on this side.',
    fix: sameSecret,
  },
  'no secret here': {
    code: 'ATOMIC8001',
    what: 'has no secret to prove itself with, as this side has.',
    fix: sameSecret,
  },
  'no certificate': {
    code: 'ATOMIC8007',
    what: 'asks for a certificate, and this side has none.',
    fix: 'Name one that its authority signed with --tls-cert and --tls-key.',
  },
  'certificate not accepted': {
    code: 'ATOMIC8007',
    what: 'does not accept the certificate of this side.',
    fix: 'Name one that its authority signed, and that has not expired, with --tls-cert and --tls-key.',
  },
  'too many failed attempts': {
    code: 'ATOMIC8011',
    what: 'lets nobody in from this address for a minute: too many attempts have failed.',
    fix: 'See which program there has another secret or certificate; its own messages say so.',
  },
  'other protocol': {
    code: 'ATOMIC3010',
    what: 'speaks another version of the protocol.',
    fix: 'Install the same version on every machine.',
  },
  'not understood': {
    code: 'ATOMIC8008',
    what: 'heard something else than the protocol asks for.',
    fix: 'See that both ends have the same version, and that nothing on the way changes what they send.',
  },
  'too late': {
    code: 'ATOMIC3009',
    what: 'waited too long for a greeting.',
    fix: 'See that neither machine is overloaded, and that nothing on the way holds data back.',
  },
  'went away': {
    code: 'ATOMIC3009',
    what: 'lost the connection before both ends knew each other.',
    fix: 'See that it runs, and that nothing on the way cuts connections.',
  },
}

/** This end refuses the other one. */
export class Refused extends Error {
  readonly reason: Reason

  constructor(reason: Reason, cause?: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

/** The reason that stands in a close frame. */
export function reasonOf(text: string): Reason | undefined {
  return Object.hasOwn(meanings, text) ? (text as Reason) : undefined
}

/** The error at the end that was refused, by `other`. */
export function wasRefused(reason: Reason, other: string): AtomicError {
  const { code, what, fix } = meanings[reason]
  return new AtomicError(code, { what: `${other} ${what}`, fix })
}

/** The error at the end that refused `other`. */
export function hasRefused(reason: Reason, other: string, cause?: unknown): AtomicError {
  const { code } = meanings[reason]
  return new AtomicError(code, { what: `${other} was refused: ${reason}.`, cause })
}
