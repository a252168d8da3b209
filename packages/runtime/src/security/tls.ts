import { constants, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext, type TlsOptions } from 'node:tls'
import { AtomicError } from '@atomic-ts/core/internal'

/** Files of TLS, as flags name them. All are in the PEM format. */
export interface TlsFiles {
  /** The certificate of this process. */
  readonly tlsCert?: string | undefined
  /** The private key of that certificate. */
  readonly tlsKey?: string | undefined
  /** The authority that must have signed the other end's certificate; by default, those that Node trusts. */
  readonly tlsCa?: string | undefined
  /** Whether clients must show a certificate, too. */
  readonly mutual?: boolean | undefined
}

/** What those files hold, once it is known to fit together. */
export interface Tls {
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly ca?: Buffer
  readonly mutual: boolean
}

/**
 * Reads the files of TLS; `undefined` when none is named.
 *
 * @throws AtomicError ATOMIC8009 when a file cannot be read, is no certificate or key, or when key and certificate do not
 *   belong together; ATOMIC8004 when the certificate has expired; ATOMIC2005 when a file is missing beside another
 */
export function readTls({ tlsCert, tlsKey, tlsCa, mutual = false }: TlsFiles): Tls | undefined {
  if (mutual && !(tlsCert && tlsKey && tlsCa))
    throw incomplete('--mutual needs --tls-cert, --tls-key and --tls-ca.')
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw incomplete('--tls-cert and --tls-key go together.')
  if (tlsCert === undefined && tlsCa === undefined) return undefined
  const cert = tlsCert === undefined ? {} : { cert: readCertificate(tlsCert) }
  const key = tlsKey === undefined ? {} : { key: readFile(tlsKey) }
  const ca = tlsCa === undefined ? {} : { ca: readCertificate(tlsCa) }
  const tls = { ...cert, ...key, ...ca, mutual }
  try {
    createSecureContext(tls)
  } catch (cause) {
    throw unusable(`${tlsKey} is not the private key of the certificate ${tlsCert}.`, cause)
  }
  return tls
}

/** Both ends are ours, so they speak the newest version; `channelOf` holds for no older one. */
const version = { minVersion: 'TLSv1.3' } as const

/**
 * What a `https` server is made with. Whether a client must show a certificate is looked at by `authenticateServer`.
 *
 * @throws AtomicError ATOMIC2005 when there is no certificate
 */
export function tlsServerOptions({ mutual, ...files }: Tls): TlsOptions {
  if (!files.cert) throw incomplete('Who listens with TLS needs --tls-cert and --tls-key.')
  return {
    ...files,
    ...version,
    requestCert: mutual,
    // Looked at in the greetings, where the other end can be told.
    rejectUnauthorized: false,
    // A session that is resumed would show no certificate.
    ...(mutual && { secureOptions: constants.SSL_OP_NO_TICKET }),
    handshakeTimeout: 10_000,
  }
}

/** What a client connects with: the server's certificate, and that it is for the host that was dialled, are checked. */
export function tlsClientOptions({ cert, key, ca }: Tls): Pick<Tls, 'cert' | 'key' | 'ca'> & typeof version {
  return { ...(cert && { cert }), ...(key && { key }), ...(ca && { ca }), ...version }
}

function readCertificate(path: string): Buffer {
  const file = readFile(path)
  const certificate = parse(path, file)
  const now = Date.now()
  if (Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo)) return file
  throw new AtomicError('ATOMIC8004', {
    what: `The certificate ${path} holds from ${certificate.validFrom} to ${certificate.validTo} only.`,
    fix: 'Make a new one, or set the clock of this machine.',
  })
}

function parse(path: string, file: Buffer): X509Certificate {
  try {
    return new X509Certificate(file)
  } catch (cause) {
    throw unusable(`${path} holds no certificate in the PEM format.`, cause)
  }
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw unusable(`The file ${path} cannot be read.`, cause)
  }
}

function unusable(what: string, cause: unknown): AtomicError {
  return new AtomicError('ATOMIC8009', {
    what,
    fix: 'Name files that belong together; atomic certs makes some.',
    cause,
  })
}

function incomplete(what: string): AtomicError {
  return new AtomicError('ATOMIC2005', {
    what,
    fix: 'Name the missing files; atomic certs makes all of them.',
  })
}
