import type { ByteSink } from '../../output.ts'
import type { RecordWriter } from '../../part-format.ts'
import { jsonTextOf } from './json-text-of.ts'

// Text is handed over in pieces of about so many characters.
const pieceLength = 256 * 1024

/**
 * A line of JSON for each record.
 * @throws ATOMIC5009 from the writer, for a record that JSON has no form for
 */
export function writeJsonLines(out: ByteSink): RecordWriter {
  let pending = ''
  return {
    write(records) {
      for (const record of records) {
        pending += `${jsonTextOf(record)}\n`
        if (pending.length >= pieceLength) hand()
      }
    },
    end: hand,
  }

  function hand(): void {
    if (pending !== '') out.write(Buffer.from(pending))
    pending = ''
  }
}
