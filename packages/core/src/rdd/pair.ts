/**
 * What an operator's result is inferred against, so that `[w, 1]` in a lambda is a tuple and not an array. It accepts
 * every value.
 */
export type Shape = readonly [unknown, ...unknown[]] | {} | null | undefined

/**
 * A type without its literals: values that are merged are numbers, not the `1` of an `as const` pair. Branded types stay.
 */
export type Widen<T> = T extends string
  ? Plain<T, string>
  : T extends number
    ? Plain<T, number>
    : T extends bigint
      ? Plain<T, bigint>
      : T extends boolean
        ? Plain<T, boolean>
        : T

// A literal has its primitive's properties and no others; a brand adds one.
type Plain<T, P> = [keyof T] extends [keyof P] ? P : T

/** Merges two values into one; associative, so that it does not matter who merges first. */
export type Merge<V> = (a: V, b: V) => V

/** A merge of values without their literals, whose `[a, b]` is a tuple. */
export type MergeWidened<V> = (a: Widen<V>, b: Widen<V>) => Widen<V> & Shape

/** A type to which values are merged: a list of one, `[value]`, is a list of any length; everything else stays. */
export type Growing<C> = C extends readonly [infer V] ? V[] : C

/** The values of one key: iterable as often as needed. */
export interface Group<V> extends Iterable<V> {
  /** How many there are. */
  readonly length: number
}
