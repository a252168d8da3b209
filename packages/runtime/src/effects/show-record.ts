import { textOf } from '../files/text-of.ts'

const length = 80

/** A record as it is named in an error message, shortened. */
export function showRecord(record: unknown): string {
  const text = typeof record === 'string' ? JSON.stringify(record) : safeText(record)
  return text.length > length ? `${text.slice(0, length)}…` : text
}

function safeText(record: unknown): string {
  try {
    return textOf(record)
  } catch {
    return typeof record
  }
}
