import type { TextSplit } from '@atomic-ts/core/internal'
import { csvError } from './csv-error.ts'

/**
 * Makes a record of the fields of a row: an object with the columns' names, or the array itself.
 * @throws ATOMIC5008 when two columns have one name
 */
export function recordMaker(
  split: TextSplit,
  names: readonly string[] | undefined,
  nullValue: string | undefined,
): (row: string[]) => unknown {
  const fieldOf = (text: string | undefined): string | null | undefined => (text === nullValue ? null : text)
  if (!names) return nullValue === undefined ? (row) => row : (row) => row.map(fieldOf)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw csvError(split, 1, `names two columns ${JSON.stringify(twice)}`)
  if (names.includes('__proto__') || nullValue !== undefined)
    return (row) => Object.fromEntries(names.map((name, i) => [name, fieldOf(row[i])]))
  return (row) => {
    const record: Record<string, string> = {}
    for (let i = 0; i < names.length; i++) record[names[i] ?? ''] = row[i] ?? ''
    return record
  }
}
