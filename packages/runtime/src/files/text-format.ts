import { AtomicError } from '@atomic-ts/core/internal'
import type { ByteSink } from './output.ts'
import type { RecordWriter } from './part-format.ts'
import { textOf } from './text-of.ts'

// Text is handed over in pieces of about so many characters.
const pieceLength = 256 * 1024

/** A line for each record. Text that holds newlines is written as it is, so that it reads back as several lines. */
export function textFormat(out: ByteSink): RecordWriter {
  let pending = ''
  return {
    write(records) {
      for (const record of records) {
        pending += textOf(record) + '\n'
        if (pending.length >= pieceLength) hand()
      }
    },
    end: hand,
  }

  function hand(): void {
    if (pending === '') return
    refuseLoneSurrogates(pending)
    const bytes = Buffer.from(pending)
    pending = ''
    out.write(bytes)
  }
}

// UTF-8 has no bytes for half of a surrogate pair: the encoder would replace it without a word.
function refuseLoneSurrogates(text: string): void {
  const found = /\p{Surrogate}/u.exec(text)
  if (!found) return
  const code = found[0].charCodeAt(0).toString(16)
  throw new AtomicError('ATOMIC5004', {
    what: `A record holds half of a surrogate pair, \\u${code}, which has no form in UTF-8.`,
    fix: 'Repair it with toWellFormed(), or save it in another form, for example as JSON.',
  })
}
