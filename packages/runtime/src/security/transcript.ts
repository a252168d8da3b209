import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'

/** The two ends of a connection: who dialled, and who was dialled. */
export type End = 'client' | 'server'

/** Everything that both ends of one connection know, and must have seen alike. */
export interface Transcript {
  /** Version of the protocol that is spoken afterwards. */
  readonly protocol: number
  /** What each end says that it is: `driver`, `worker`. */
  readonly roles: Readonly<Record<End, string>>
  /** Random bytes of each end. */
  readonly nonces: Readonly<Record<End, Uint8Array>>
  /** What only the two ends of this TLS connection know; empty without TLS. */
  readonly channel: Uint8Array
}

/**
 * What an end that knows the secret can say of a transcript. It holds for this connection only: each end has chosen a
 * nonce for it. It names its own end, so that it cannot be given back to the one who said it.
 */
export function proofOf(
  end: End,
  secret: KeyObject,
  { protocol, roles, nonces, channel }: Transcript,
): Buffer {
  const hmac = createHmac('sha256', secret)
  const parts = ['atomic challenge 1', end, String(protocol), roles.client, roles.server]
  for (const part of [...parts.map((text) => Buffer.from(text)), nonces.client, nonces.server, channel]) {
    // A length in front of each part, so that no two transcripts have the same bytes.
    const size = Buffer.alloc(4)
    size.writeUInt32LE(part.length)
    hmac.update(size).update(part)
  }
  return hmac.digest()
}

/** Whether two proofs are equal, in a time that tells nothing of where they differ. */
export function isProof(said: Uint8Array, expected: Uint8Array): boolean {
  return said.length === expected.length && timingSafeEqual(said, expected)
}
