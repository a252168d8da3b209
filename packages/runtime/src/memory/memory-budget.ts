/**
 * The bytes that the threads of one worker may hold outside their heaps: map outputs, cached partitions, broadcasts.
 * Every thread counts in the same cells, so what one reserves another cannot.
 */
export class MemoryBudget {
  /** Limit, use and peak in units of 1 KiB: what is passed to another thread. */
  readonly cells: Int32Array

  private constructor(cells: Int32Array) {
    this.cells = cells
  }

  /**
   * A new budget.
   * @param limit in bytes
   */
  static of(limit: number): MemoryBudget {
    const cells = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT))
    cells[Cell.limit] = Math.min(unitsOf(limit), 0x7fffffff)
    return new MemoryBudget(cells)
  }

  /** A budget that another thread made. */
  static from(cells: Int32Array): MemoryBudget {
    return new MemoryBudget(cells)
  }

  /** In bytes. */
  get limit(): number {
    return Atomics.load(this.cells, Cell.limit) * unit
  }

  /** What is reserved now, in bytes. */
  get used(): number {
    return Atomics.load(this.cells, Cell.used) * unit
  }

  /** The most that was ever reserved at once, in bytes. */
  get peak(): number {
    return Atomics.load(this.cells, Cell.peak) * unit
  }

  /** Takes bytes, all or none; false when there are not so many left. */
  reserve(bytes: number): boolean {
    const units = unitsOf(bytes)
    const limit = Atomics.load(this.cells, Cell.limit)
    const used = Atomics.add(this.cells, Cell.used, units) + units
    if (used > limit) {
      Atomics.sub(this.cells, Cell.used, units)
      return false
    }
    let peak = Atomics.load(this.cells, Cell.peak)
    while (used > peak) {
      const found = Atomics.compareExchange(this.cells, Cell.peak, peak, used)
      if (found === peak) break
      peak = found
    }
    return true
  }

  /** Takes bytes that are held anyway: what comes later finds less room. */
  take(bytes: number): void {
    Atomics.add(this.cells, Cell.used, unitsOf(bytes))
  }

  /** Gives bytes back that were reserved or taken by one call. */
  release(bytes: number): void {
    Atomics.sub(this.cells, Cell.used, unitsOf(bytes))
  }
}

/** Bytes that are counted as one. */
export const unit = 1024
const Cell = { limit: 0, used: 1, peak: 2 } as const

/** So many units hold a number of bytes. */
export function unitsOf(bytes: number): number {
  return Math.ceil(bytes / unit)
}
