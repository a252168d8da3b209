import { inside, isPlainObject, nameOf, unfitValue } from '@atomic-ts/core/internal'

/**
 * A value as JSON that reads back as the same value: bigints are digits, dates text in ISO form, and fields that are
 * `undefined` are left out.
 *
 * @throws ATOMIC5009, with the path to the place, for what JSON has no form for
 */
export function jsonTextOf(value: unknown, path = ''): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw unfit(value, path)
      if (Object.is(value, -0)) return '-0'
      // Digits alone would read back as a bigint, or as too large.
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value)
    case 'boolean':
    case 'bigint':
      return String(value)
    case 'object':
      return value === null ? 'null' : objectText(value, path)
    default:
      throw unfit(value, path)
  }
}

function objectText(value: object, path: string): string {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    return `[${Array.from(items, (item, i) => jsonTextOf(item, `${path}[${i}]`)).join(',')}]`
  }
  if (value instanceof Date && !Number.isNaN(value.getTime())) return `"${value.toISOString()}"`
  if (!isPlainObject(value)) throw unfit(value, path)
  let text = ''
  for (const [name, of] of Object.entries(value)) {
    if (of === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${jsonTextOf(of, inside(path, name))}`
  }
  return `{${text}}`
}

function unfit(value: unknown, path: string): Error {
  return unfitValue(
    path,
    `${path === '' ? 'is' : 'holds'} ${nameOf(value)}, for which JSON has no form`,
    'Make it null, text, a number, an array or a plain object first; or save as an object file, which holds every value.',
  )
}
