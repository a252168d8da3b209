import { parquetSchema, type FileMetaData, type SchemaElement } from 'hyparquet'
import { AtomicError } from '@atomic-ts/core/internal'
import { malformed } from '../malformed.ts'

/** Refuses columns that a file does not have, and those whose values would change on the way. */
export function checkReadable(
  path: string,
  metadata: FileMetaData,
  columns: readonly string[] | undefined,
  lossy: boolean,
): void {
  const { children } = parquetSchema(metadata)
  const names = children.map(({ element }) => element.name)
  const missing = columns?.filter((name) => !names.includes(name)) ?? []
  if (missing.length > 0) {
    throw new AtomicError('ATOMIC2005', {
      what: `${path} has no column ${missing.join(', ')}; it has ${names.join(', ')}.`,
      fix: 'Check the names that columns was given.',
    })
  }
  for (const column of children) {
    const name = column.element.name
    if (columns && !columns.includes(name)) continue
    const decimal = lossy ? undefined : find(column, isDecimal)
    if (decimal) {
      throw malformed(
        path,
        ` holds decimals in the column ${name}, for which there is no exact number.`,
        'Ask for { lossy: true } to round them to numbers, or name the other columns.',
      )
    }
  }
}

type Tree = ReturnType<typeof parquetSchema>

function find(
  { element, children }: Tree,
  is: (element: SchemaElement) => boolean,
): SchemaElement | undefined {
  if (is(element)) return element
  for (const child of children) {
    const found = find(child, is)
    if (found) return found
  }
  return undefined
}

function isDecimal({ converted_type, logical_type }: SchemaElement): boolean {
  return converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL'
}
