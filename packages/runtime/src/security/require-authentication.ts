import { AtomicError } from '@atomic-ts/core/internal'
import { isLoopback } from './loopback.ts'
import type { Security } from './security.ts'

/**
 * Refuses to listen where other machines can connect, unless they must prove who they are: whoever may connect can run
 * the tasks of the bundle, and read and write files as this user.
 *
 * @throws AtomicError ATOMIC8002
 */
export function requireAuthentication(host: string, { secret, tls }: Security): void {
  if (isLoopback(host) || secret !== undefined || tls?.mutual) return
  throw new AtomicError('ATOMIC8002', {
    what: `Other machines could connect to ${host} without proving who they are.`,
    fix: 'Set ATOMIC_SECRET or --secret-file, or use --tls-cert, --tls-key, --tls-ca and --mutual; or listen on 127.0.0.1.',
  })
}
