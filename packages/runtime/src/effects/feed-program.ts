import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { AtomicError } from '@atomic-ts/core/internal'
import { textOf } from '../files/text-of.ts'
import { showRecord } from './show-record.ts'
import type { TextEncoding } from './text-lines.ts'

/** Writes the lines of one record. */
export type WriteRecord = (record: unknown, write: (line: unknown) => void) => unknown

/** How records become a program's input. */
export interface FeedOptions {
  readonly encoding: TextEncoding
  readonly writeRecord: WriteRecord | undefined
  readonly writeHeader: ((write: (line: unknown) => void) => unknown) | undefined
}

// Text is handed over in pieces of about so many characters.
const pieceLength = 1 << 16

/**
 * Writes records to a program as lines, as fast as it reads, and then ends its input. A program that stops reading is no
 * error: how it ends says whether that was meant.
 */
export async function feedProgram(
  stdin: Writable,
  records: AsyncIterable<readonly unknown[]>,
  { encoding, writeRecord, writeHeader }: FeedOptions,
): Promise<void> {
  let text = ''
  let isOpen = true
  const write = (line: unknown): void => {
    text += `${encodable(textOf(line), encoding)}\n`
  }
  stdin.on('error', () => (isOpen = false))
  stdin.on('close', () => (isOpen = false))
  writeHeader?.(write)
  await hand(0)
  for await (const rows of records) {
    for (const record of rows) {
      if (writeRecord) writeRecord(record, write)
      else write(record)
      if (text.length >= pieceLength) await hand(0)
      if (!isOpen) return
    }
    await hand(0)
    if (!isOpen) return
  }
  stdin.end()

  async function hand(least: number): Promise<void> {
    if (text.length <= least || !isOpen) return
    const isFull = !stdin.write(text, encoding)
    text = ''
    if (!isFull || stdin.destroyed) return
    const reader = new AbortController()
    const drained = once(stdin, 'drain', reader)
    const closed = once(stdin, 'close', reader)
    await Promise.race([drained, closed]).catch(() => undefined)
    await settle(reader, drained, closed)
  }
}

async function settle(reader: AbortController, ...events: Promise<unknown>[]): Promise<void> {
  reader.abort()
  await Promise.allSettled(events)
}

/** Refuses text that the encoding would change silently. */
function encodable(text: string, encoding: TextEncoding): string {
  if (encoding !== 'latin1' || isLatin1(text)) return text
  throw new AtomicError('ATOMIC6002', {
    what: `A record cannot be written in latin1: ${showRecord(text)}.`,
    fix: "Use encoding 'utf8', or replace its other characters first.",
  })
}

function isLatin1(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false
  return true
}
