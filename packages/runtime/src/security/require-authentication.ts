import { BlockList, isIP } from 'node:net'
import { AtomicError } from '@atomic-ts/core/internal'
import type { Security } from './security.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether only programs of this machine can reach an address. */
function isLoopback(host: string): boolean {
  const family = isIP(host)
  if (family === 0) return host === 'localhost'
  return loopback.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

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
