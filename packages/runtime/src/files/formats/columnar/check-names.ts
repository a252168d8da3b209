import { AtomicError } from '@atomic-ts/core/internal'
import { malformed } from '../malformed.ts'

/**
 * Refuses columns that a table does not have, and a table of which records could not hold every column.
 * @param names of its columns
 * @param wanted those that were asked for
 */
export function checkNames(
  path: string,
  names: readonly string[],
  wanted: readonly string[] | undefined,
): void {
  const missing = wanted?.filter((name) => !names.includes(name)) ?? []
  if (missing.length > 0) {
    throw new AtomicError('ATOMIC2005', {
      what: `${path} has no column ${missing.join(', ')}; it has ${names.join(', ')}.`,
      fix: 'Check the names that columns was given.',
    })
  }
  const twice = names.find((name, i) => names.indexOf(name) < i && (wanted?.includes(name) ?? true))
  if (twice !== undefined) {
    throw malformed(
      path,
      ` has two columns called ${JSON.stringify(twice)}, and a record can hold one of them.`,
      'Give them other names where the file is written, or name the other columns.',
    )
  }
}
