import { AtomicError } from '@atomic-ts/core/internal'
import { openDoor, type Door, type Guest } from '../../security/door.ts'
import type { Security } from '../../security/security.ts'
import type { Address } from '../../wire/address.ts'
import type { JoinHello } from '../../wire/protocol.ts'

/** A worker that has dialled this driver and waits for its hello. */
export interface Joining extends Guest {
  readonly hello: JoinHello
}

/**
 * Listens for workers that dial this driver.
 * @param join takes one in; what it throws is what the worker is refused with
 * @throws ATOMIC2005 when it cannot listen there; ATOMIC8002 when other machines could connect without proving who they are
 */
export function listenForWorkers(
  address: Address,
  security: Security,
  join: (joining: Joining) => Promise<void>,
): Promise<Door> {
  return openDoor({ address, role: 'driver', security }, async (guest) => {
    const { hello } = guest
    if (hello.kind !== 'join') throw notAWorker()
    await join({ ...guest, hello })
  })
}

function notAWorker(): AtomicError {
  return new AtomicError('ATOMIC8008', {
    what: 'A driver was asked for what only workers give.',
    fix: 'Name the addresses of workers in --workers; those of drivers are for atomic worker --join.',
  })
}
