import type { RecordWriter } from '../../part-format.ts'

/** What takes records in groups. */
interface GroupWriter {
  /** Looks at records as they come, so that a bad one fails before others are kept. */
  readonly check: (records: readonly unknown[]) => void
  readonly write: (group: readonly unknown[]) => void
  readonly end: () => void
}

/** Hands records on in groups of one size, of which the last may be smaller. */
export function inGroups(size: number, { check, write, end }: GroupWriter): RecordWriter {
  let pending: unknown[] = []
  return {
    write(records) {
      check(records)
      for (const record of records) pending.push(record)
      if (pending.length < size) return
      let from = 0
      for (; pending.length - from >= size; from += size) write(pending.slice(from, from + size))
      pending = pending.slice(from)
    },
    end() {
      if (pending.length > 0) write(pending)
      pending = []
      end()
    },
  }
}
