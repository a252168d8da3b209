import { AtomicError } from '@atomic-ts/core/internal'
import { openDoor, type Door, type Guest } from '../../security/door.ts'
import type { Security } from '../../security/security.ts'
import type { Address } from '../../wire/address.ts'
import type { JoinHello, PeerHello } from '../../wire/protocol.ts'

/** A worker that has dialled this driver and waits for its hello. */
export interface Joining extends Guest {
  readonly hello: JoinHello
}

/** An executor process that wants another one, which nobody can dial. */
export interface Relayed extends Guest {
  readonly hello: PeerHello
}

/** Takes those in that dial a driver; what it throws is what they are refused with. */
export interface Taking {
  readonly join: (joining: Joining) => Promise<void>
  readonly relay: (relayed: Relayed) => void
}

/**
 * Listens for workers that dial this driver.
 * @throws ATOMIC2005 when it cannot listen there; ATOMIC8002 when other machines could connect without proving who they are
 */
export function listenForWorkers(
  address: Address,
  security: Security,
  { join, relay }: Taking,
): Promise<Door> {
  return openDoor({ address, role: 'driver', security }, async (guest) => {
    const { hello } = guest
    if (hello.kind === 'driver') throw notAWorker()
    if (hello.kind === 'peer') return relay({ ...guest, hello })
    await join({ ...guest, hello })
  })
}

function notAWorker(): AtomicError {
  return new AtomicError('ATOMIC8008', {
    what: 'A driver was asked for what only workers give.',
    fix: 'Name the addresses of workers in --workers; those of drivers are for atomic worker --join.',
  })
}
