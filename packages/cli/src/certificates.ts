import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
  type X509Certificate,
} from '@peculiar/x509'

/** What a development authority makes. */
export interface CertificateOptions {
  /** Names and addresses by which workers are dialled. */
  readonly hosts: readonly string[]
  readonly notBefore: Date
  readonly notAfter: Date
}

/** The files of a development authority, by their names. All but `secret` are in the PEM format. */
export type CertificateFiles = Readonly<Record<(typeof certificateFiles)[number], string>>

/** Everything that is made, in the order in which it is written. */
export const certificateFiles = [
  'ca.pem',
  'ca.key',
  'server.pem',
  'server.key',
  'client.pem',
  'client.key',
  'secret',
] as const

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const usages = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const

interface Signed {
  readonly certificate: X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}

/**
 * Makes an authority, a certificate for workers and one for drivers, and a secret. A worker's certificate is a client's,
 * too: workers dial each other.
 */
export async function makeCertificates(options: CertificateOptions): Promise<CertificateFiles> {
  // It outlives what it signed, so that a certificate that has expired is told as such.
  const notAfter = new Date(options.notAfter.getTime() + 24 * 3600 * 1000)
  const ca = await sign('Atomic development authority', undefined, { ...options, notAfter }, [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ])
  const names = options.hosts.map((host) => ({ type: isIP(host) ? 'ip' : 'dns', value: host }) as const)
  const server = await sign('Atomic worker', ca, options, [
    ...leaf(usages.server, usages.client),
    new SubjectAlternativeNameExtension(names),
  ])
  const client = await sign('Atomic driver', ca, options, leaf(usages.client))
  return {
    'ca.pem': ca.certificate.toString('pem'),
    'ca.key': await keyOf(ca),
    'server.pem': server.certificate.toString('pem'),
    'server.key': await keyOf(server),
    'client.pem': client.certificate.toString('pem'),
    'client.key': await keyOf(client),
    secret: randomBytes(32).toString('base64url'),
  }
}

function leaf(...uses: readonly string[]): Extension[] {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([...uses]),
  ]
}

/** A certificate with keys of its own, signed by an authority; or by itself. */
async function sign(
  name: string,
  authority: Signed | undefined,
  { notBefore, notAfter }: CertificateOptions,
  extensions: readonly Extension[],
): Promise<Signed> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create({
    // A positive number of 16 bytes that nobody guesses.
    serialNumber: `4${randomBytes(16).toString('hex').slice(1)}`,
    subject: `CN=${name}`,
    issuer: authority?.certificate.subject ?? `CN=${name}`,
    notBefore,
    notAfter,
    publicKey: keys.publicKey,
    signingKey: (authority?.keys ?? keys).privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create((authority?.keys ?? keys).publicKey),
    ],
  })
  return { certificate, keys }
}

async function keyOf({ keys }: Signed): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
}
