import { seal, unseal } from './envelope.ts'
import { explainRefusal } from './explain-refusal.ts'
import { readMixed, writeMixed } from './mixed-column.ts'
import { packed } from './packed.ts'

/**
 * Encodes one value, such as a captured variable or a control message, with the fidelity of `encodeChunk`.
 *
 * @param name What the value is called in an error: `record`, or the name of the captured variable.
 * @throws AtomicError ATOMIC4001 with the path to the part that cannot travel.
 */
export function encodeValue(value: unknown, name = 'value'): Uint8Array {
  try {
    return seal('value', (out) => writeMixed(out, [value]))
  } catch (error) {
    throw explainRefusal(value, name, error)
  }
}

/**
 * Decodes what `encodeValue` made.
 *
 * @throws AtomicError ATOMIC4004 when the bytes are damaged.
 */
export function decodeValue(bytes: Uint8Array): unknown {
  return unseal('value', bytes, (input) => {
    const values = readMixed(input)
    if (values.length !== 1) throw new Error('There should be one value.')
    return values[0]
  })
}

/** As `decodeValue`, for what the user's functions work on, again and again. */
export function decodeForTasks(bytes: Uint8Array): unknown {
  return packed(decodeValue(bytes))
}
