import { isColumn, type Rows } from '../columns/column.ts'
import { bytesOfText } from '../columns/text.ts'

/** About how many bytes records take in memory. Of values that are no columns, a few are looked at. */
export function bytesOf(rows: Rows): number {
  if (!isColumn(rows)) return ofSome(rows)
  switch (rows.kind) {
    case 'numbers':
      return rows.values.byteLength
    case 'words':
      return rows.codes.byteLength + ofSome(rows.words)
    case 'text':
      return rows.starts.byteLength + bytesOfText(rows)
    case 'tuple':
    case 'struct':
      return rows.columns.reduce((sum, column) => sum + bytesOf(column), 0)
    case 'any':
      return ofSome(rows.values)
  }
}

const looks = 16

function ofSome(values: readonly unknown[]): number {
  const step = Math.max(1, Math.floor(values.length / looks))
  let sum = 0
  let seen = 0
  for (let i = 0; i < values.length; i += step, seen++) sum += ofValue(values[i], 0)
  return seen === 0 ? 0 : Math.ceil((sum / seen + slot) * values.length)
}

// What V8 takes on a 64-bit machine with compressed pointers off, as Node is built: a slot, a header, a boxed number.
const slot = 8
const header = 32
const headerOf = { array: 48, date: 96, table: 200, view: 240 } as const
const deepest = 8
// What a table has for each of its keys, with what it keeps free.
const ofEntry = 48

function ofValue(value: unknown, depth: number): number {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 0 : 16
    case 'string':
      return header + value.length * (isWide(value) ? 2 : 1)
    case 'bigint':
      return header
    case 'object':
      return value === null ? 0 : ofObject(value, depth)
    default:
      return 0
  }
}

function ofObject(value: object, depth: number): number {
  if (ArrayBuffer.isView(value)) return headerOf.view + value.byteLength
  if (depth > deepest) return header
  if (Array.isArray(value)) return headerOf.array + ofElements(value, depth)
  if (value instanceof Set)
    return headerOf.table + value.size * ofEntry + ofFirst(value.keys(), value.size, depth)
  if (value instanceof Map) {
    const { size } = value
    return (
      headerOf.table +
      size * ofEntry +
      ofFirst(value.keys(), size, depth) +
      ofFirst(value.values(), size, depth)
    )
  }
  if (value instanceof Date) return headerOf.date
  const parts = Object.values(value)
  return header + ofElements(parts, depth)
}

function ofElements(values: readonly unknown[], depth: number): number {
  const step = Math.max(1, Math.floor(values.length / looks))
  let sum = 0
  let seen = 0
  for (let i = 0; i < values.length; i += step, seen++) sum += ofValue(values[i], depth + 1)
  return seen === 0 ? 0 : Math.ceil((sum / seen + slot) * values.length)
}

/** Of a table the first elements are looked at: no other can be without going through all before. */
function ofFirst(values: Iterable<unknown>, size: number, depth: number): number {
  let sum = 0
  let seen = 0
  for (const value of values) {
    sum += ofValue(value, depth + 1)
    if (++seen === looks) break
  }
  return seen === 0 ? 0 : Math.ceil((sum / seen) * size)
}

/** Whether a string takes two bytes a character, by a few of them: one beyond Latin 1 is enough. */
function isWide(text: string): boolean {
  const step = Math.max(1, Math.floor(text.length / looks))
  for (let i = 0; i < text.length; i += step) if (text.charCodeAt(i) > 0xff) return true
  return false
}
