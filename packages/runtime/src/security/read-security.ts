import { readSecret } from './secret.ts'
import type { Security } from './security.ts'
import { readTls } from './tls.ts'

/** How the connections between drivers and workers are protected. Files are named by their paths. */
export interface SecurityOptions {
  /** The secret that both ends share, of 16 characters at least; by default that of `secretFile`, or `ATOMIC_SECRET`. */
  readonly secret?: string
  /** A file that holds the secret; by default that of `ATOMIC_SECRET_FILE`. */
  readonly secretFile?: string
  /** The certificate of this side, as PEM; by default that of `ATOMIC_TLS_CERT`. */
  readonly tlsCert?: string
  /** The private key of that certificate, as PEM; by default that of `ATOMIC_TLS_KEY`. */
  readonly tlsKey?: string
  /** The authority that must have signed the other side's certificate, as PEM; by default that of `ATOMIC_TLS_CA`. */
  readonly tlsCa?: string
  /**
   * Whether those who connect to this side must show a certificate, too: of workers, and of programs that listen for
   * workers; by default when ATOMIC_TLS_MUTUAL is 1.
   */
  readonly mutual?: boolean
}

const variables = {
  tlsCert: 'ATOMIC_TLS_CERT',
  tlsKey: 'ATOMIC_TLS_KEY',
  tlsCa: 'ATOMIC_TLS_CA',
} as const

/** Makes the files that are named the default of contexts in this process; `atomic run` does it with its flags. */
export function setSecurityVariables(options: Omit<SecurityOptions, 'secret'>): void {
  // The secret of the environment would come first.
  if (options.secretFile !== undefined) delete process.env['ATOMIC_SECRET']
  const names = { secretFile: 'ATOMIC_SECRET_FILE', ...variables } as const
  for (const name of ['secretFile', 'tlsCert', 'tlsKey', 'tlsCa'] as const) {
    const path = options[name]
    if (path !== undefined) process.env[names[name]] = path
  }
  if (options.mutual) process.env['ATOMIC_TLS_MUTUAL'] = '1'
}

/**
 * Reads what protects connections: options first, then variables.
 *
 * @throws AtomicError ATOMIC8003 when the secret cannot be used, ATOMIC8004 when a certificate has expired, ATOMIC8009
 *   when one cannot be used, ATOMIC2005 when files are missing beside others
 */
export function readSecurity(
  options: SecurityOptions = {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Security {
  const { secret, secretFile, mutual = env['ATOMIC_TLS_MUTUAL'] === '1' } = options
  const own = (name: keyof typeof variables): string | undefined => options[name] ?? env[variables[name]]
  return {
    secret: readSecret({ secret, secretFile, env }),
    tls: readTls({ tlsCert: own('tlsCert'), tlsKey: own('tlsKey'), tlsCa: own('tlsCa'), mutual }),
  }
}
