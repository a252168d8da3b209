/**
 * The line that stands for a record in a text file. Text, numbers, booleans, `null` and `undefined` are written as
 * `String` writes them, and dates in ISO form. Anything else is JSON, in which what JSON lacks takes the nearest form
 * rather than being lost: bigints are digits; `NaN` and infinities are quoted; maps are lists of pairs; sets and typed
 * arrays are lists. Functions and symbols are quoted, as `String` writes them.
 *
 * @throws RangeError for an object that contains itself
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Date) return dateText(value)
  return typeof value === 'object' && value !== null ? objectJson(value) : String(value)
}

function json(value: unknown): string {
  if (typeof value === 'object' && value !== null) return objectJson(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'symbol' || typeof value === 'function') return JSON.stringify(value.toString())
  return 'null'
}

function objectJson(value: object): string {
  if (Array.isArray(value)) return listJson(value)
  if (value instanceof Date) return `"${dateText(value)}"`
  if (value instanceof Map || value instanceof Set) return listJson([...value])
  if (value instanceof ArrayBuffer) return listJson([...new Uint8Array(value)])
  if (value instanceof DataView)
    return listJson([...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)])
  if (ArrayBuffer.isView(value)) return listJson(Object.values(value))
  if ('toJSON' in value && typeof value.toJSON === 'function') return json(value.toJSON())
  if (value instanceof Error || value instanceof RegExp) return JSON.stringify(String(value))
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${json(field)}`).join(',')}}`
}

function listJson(values: readonly unknown[]): string {
  return `[${Array.from(values, json).join(',')}]`
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString()
}
