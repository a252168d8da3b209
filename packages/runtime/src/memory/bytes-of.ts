import { isColumn, type Rows } from '../columns/column.ts'

/** About how many bytes records take in memory. Of values that are no columns, a few are looked at. */
export function bytesOf(rows: Rows): number {
  if (!isColumn(rows)) return ofSome(rows)
  switch (rows.kind) {
    case 'numbers':
      return rows.values.byteLength
    case 'words':
      return rows.codes.byteLength + ofSome(rows.words)
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
const deepest = 8

function ofValue(value: unknown, depth: number): number {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 0 : 16
    case 'string':
      return header + value.length
    case 'bigint':
      return header
    case 'object':
      return value === null ? 0 : ofObject(value, depth)
    default:
      return 0
  }
}

function ofObject(value: object, depth: number): number {
  if (ArrayBuffer.isView(value)) return header + value.byteLength
  if (depth > deepest) return header
  if (Array.isArray(value)) return header + ofElements(value, depth)
  if (value instanceof Map || value instanceof Set) return header + 4 * ofElements([...value.values()], depth)
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
