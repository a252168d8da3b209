/**
 * What MessagePack cannot hold travels as an object with this one property, whose value is the list of a tag and its
 * parts. A user's object that has such a property is itself escaped, so nothing else looks like it.
 */
export const escapeName = '\0'

/** What each tag stands for, and the parts that follow it. */
export type Escape =
  | readonly ['-0']
  /** A string with lone surrogates: its code units. */
  | readonly ['text', units: Uint8Array]
  /** A bigint of more than 64 bits, in base 16. */
  | readonly ['bigint', digits: string]
  /** An array with holes: its length, then index and item of each that is there. */
  | readonly ['sparse', length: number, ...entries: unknown[]]
  /** An object without prototype, or with property names that MessagePack mangles: name and value of each. */
  | readonly ['object', ...entries: unknown[]]
  | readonly ['null-prototype', ...entries: unknown[]]
  | readonly ['date', time: number]
  | readonly ['regexp', source: unknown, flags: string]
  | readonly ['map', ...entries: unknown[]]
  | readonly ['set', ...items: unknown[]]
  | readonly ['binary', kind: string, bytes: Uint8Array]
  /** The class of an error; then name and value of its own properties, those that are not enumerable first. */
  | readonly ['error', kind: string, hidden: number, ...entries: unknown[]]
  /** An object that stands for something else: see `Reference`. */
  | readonly ['reference', kind: string, ...parts: unknown[]]

/** Wraps what travels in place of a value. */
export function escaped(parts: Escape): unknown {
  return { [escapeName]: parts }
}
