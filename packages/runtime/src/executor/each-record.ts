/** The records of arrays, one after the other; a generator that delegates to each takes several times as long. */
export function eachRecord(arrays: Iterable<readonly unknown[]>): IterableIterator<unknown, undefined> {
  const source = arrays[Symbol.iterator]()
  let rows: readonly unknown[] = []
  let place = 0
  let isOver = false
  return {
    next() {
      while (place === rows.length) {
        if (isOver) return ended
        rows = following()
        place = 0
      }
      return { done: false, value: rows[place++] }
    },
    /** Where a loop is left early. */
    return() {
      if (!isOver) source.return?.()
      end()
      return ended
    },
    [Symbol.iterator]() {
      return this
    },
  }

  function following(): readonly unknown[] {
    // For good, should the source throw.
    isOver = true
    const { done, value } = source.next()
    if (done === true) return []
    isOver = false
    return value
  }

  function end(): void {
    isOver = true
    rows = []
    place = 0
  }
}

const ended: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined })
