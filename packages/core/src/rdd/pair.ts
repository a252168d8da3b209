/**
 * What an operator's result is inferred against, so that `[w, 1]` in a lambda is a tuple and not an array. It accepts
 * every value.
 */
export type Shape = readonly [unknown, ...unknown[]] | {} | null | undefined

/** The literal types of an `as const` pair, widened: values of one key are combined, so `1` must become `number`. */
export type Widen<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends bigint
      ? bigint
      : T extends boolean
        ? boolean
        : T

/** The values of one key: iterable as often as needed. */
export interface Group<V> extends Iterable<V> {
  readonly length: number
}
