import { AtomicError } from '@atomic-ts/core/internal'
import { decodeValue } from '../codec/codec.ts'

/**
 * Decodes a message of another process, and believes nothing of it: it is one of those that `check` knows, each part of
 * the right kind, or it is refused.
 *
 * @param blocks How many blocks ride beside it.
 * @throws AtomicError ATOMIC4004 when the bytes are no encoded value, ATOMIC8008 when that value is no message
 */
export function openMessage<M>(
  bytes: Uint8Array,
  blocks: number,
  check: (value: unknown, blocks: number) => M,
): M {
  const value = decodeValue(bytes)
  try {
    return check(value, blocks)
  } catch (cause) {
    throw new AtomicError('ATOMIC8008', {
      what: `A message is not what the protocol allows: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: 'See that both ends have the same version.',
      cause,
    })
  }
}
