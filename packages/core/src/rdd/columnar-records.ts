/**
 * Records that lie in columns in the driver's memory, as they came. A record is made when it is read, and anew for every
 * reading; what no column can hold is kept as it is, and is the same object each time. Numbers in a column take 1 to 8
 * bytes each, where an array of two of them takes 64. `JSON.stringify` writes an array.
 */
export interface ColumnarRecords<T> extends Iterable<T> {
  /** How many there are. */
  readonly length: number
  /**
   * One of them; none when there is none at that place.
   * @param index counts from 0, or from the end when it is negative
   */
  at(index: number): T | undefined
  /**
   * Some of them as an array, all by default.
   * @param start the first, as in `at`
   * @param end the one after the last, as in `at`
   */
  slice(start?: number, end?: number): T[]
  /** All of them, one after the other. */
  [Symbol.iterator](): IterableIterator<T>
}
