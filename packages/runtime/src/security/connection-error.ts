import { AtomicError, isAtomicError, type ErrorCode } from '@atomic-ts/core/internal'

interface Explanation {
  readonly code: ErrorCode
  /** What happened, said of the other end. */
  readonly what: string
  readonly fix: string
}

const authority: Explanation = {
  code: 'ATOMIC8005',
  what: 'shows a certificate of an authority that is not trusted here.',
  fix: 'Name the authority that signed it with --tls-ca.',
}
const expired: Explanation = {
  code: 'ATOMIC8004',
  what: 'shows a certificate that has expired, or does not hold yet.',
  fix: 'Give it a new certificate, or set the clocks of both machines.',
}
const client: Explanation = {
  code: 'ATOMIC8007',
  what: 'does not accept the certificate of this side, or misses one.',
  fix: 'Name a certificate that its authority signed, and that has not expired, with --tls-cert and --tls-key.',
}
const mixed: Explanation = {
  code: 'ATOMIC8010',
  what: 'does not speak TLS, as this side does.',
  fix: 'Start it with --tls-cert and --tls-key, or leave TLS out here.',
}

/** By the code that Node or OpenSSL gives. */
const explanations: Readonly<Record<string, Explanation>> = {
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: expired,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: authority,
  UNABLE_TO_GET_ISSUER_CERT: authority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: authority,
  SELF_SIGNED_CERT_IN_CHAIN: authority,
  DEPTH_ZERO_SELF_SIGNED_CERT: authority,
  CERT_SIGNATURE_FAILURE: authority,
  CERT_UNTRUSTED: authority,
  INVALID_CA: authority,
  INVALID_PURPOSE: authority,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'ATOMIC8006',
    what: 'shows a certificate for another host.',
    fix: 'Dial it by a name or an address that its certificate holds, or make one that does: atomic certs --hosts.',
  },
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: client,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: client,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: client,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: client,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: client,
  ERR_SSL_WRONG_VERSION_NUMBER: mixed,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: mixed,
}

/**
 * What a reset may mean before there is a WebSocket: a server that ends a connection says no more than that. It may as
 * well have stopped, and so be called again.
 */
const cutOff: Readonly<Record<'wss:' | 'ws:', Explanation>> = {
  'wss:': {
    code: 'ATOMIC3009',
    what: 'cannot be reached: it ended the connection at once.',
    fix: 'See that it runs, and that nothing on the way cuts connections.',
  },
  'ws:': {
    code: 'ATOMIC3009',
    what: 'cannot be reached: it ended the connection at once.',
    fix: 'See that it runs. If it does, what stands before it may speak TLS: name the authority with --tls-ca.',
  },
}

/**
 * The error for a connection that failed before it was a WebSocket, when TLS is to blame; `undefined` for others, such as
 * a host that nobody knows.
 *
 * @param other What the other end is called: `The worker at host:10001`.
 */
export function tlsErrorOf(error: Error, protocol: 'wss:' | 'ws:', other: string): AtomicError | undefined {
  const code = codeOf(error)
  const found = code === 'ECONNRESET' ? cutOff[protocol] : explanations[code]
  return (
    found && new AtomicError(found.code, { what: `${other} ${found.what}`, fix: found.fix, cause: error })
  )
}

/** The error where the other end has said that it speaks TLS, and this side does not. */
export function plainError(other: string): AtomicError {
  return new AtomicError('ATOMIC8010', {
    what: `${other} speaks TLS, and this side does not.`,
    fix: 'Name the authority that signed its certificate with --tls-ca.',
  })
}

/** Whether a connection was ended before both ends knew each other: a server that is about to start, or a proxy, does so. */
export function wasCutOff(error: unknown): boolean {
  if (!isAtomicError(error) || error.code !== 'ATOMIC3009' || !(error.cause instanceof Error)) return false
  return codeOf(error.cause) === 'ECONNRESET'
}

/** The code of an error. One that meets a write has the reason in its text only: `…:SSL routines:function:reason:…`. */
function codeOf({ message, code = '' }: NodeJS.ErrnoException): string {
  const [, reason] = /:SSL routines:[^:]*:([^:]+):/.exec(message) ?? []
  return code === 'EPROTO' && reason !== undefined
    ? `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`
    : code
}
