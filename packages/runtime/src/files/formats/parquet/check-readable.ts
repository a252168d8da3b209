import { parquetSchema, type FileMetaData, type SchemaElement } from 'hyparquet'
import { checkNames } from '../columnar/check-names.ts'
import { malformed } from '../malformed.ts'

/** Refuses columns that a file does not have or that records cannot, and those whose values would change on the way. */
export function checkReadable(
  path: string,
  metadata: FileMetaData,
  columns: readonly string[] | undefined,
  lossy: boolean,
): void {
  const { children } = parquetSchema(metadata)
  const names = children.map(({ element }) => element.name)
  checkNames(path, names, columns)
  for (const column of children) {
    const name = column.element.name
    if (columns && !columns.includes(name)) continue
    for (const { element, children: inner } of partsOf(column)) {
      if (!lossy && typeOf(element) === 'DECIMAL') {
        throw malformed(
          path,
          ` holds decimals in the column ${name}, for which there is no exact number.`,
          'Ask for { lossy: true } to round them to numbers, or name the other columns.',
        )
      }
      const why = unreadable(element, inner)
      if (why === undefined) continue
      throw malformed(
        path,
        ` has the column ${name} with ${why}.`,
        'Convert it where the file is written, or name the other columns.',
      )
    }
  }
}

type Tree = ReturnType<typeof parquetSchema>

function* partsOf(tree: Tree): Iterable<Tree> {
  yield tree
  for (const child of tree.children) yield* partsOf(child)
}

/** Why values of an element would not be what they are in the file. */
function unreadable(element: SchemaElement, children: readonly Tree[]): string | undefined {
  const type = typeOf(element)
  if (type !== undefined && withoutValue.has(type))
    return `values of type ${type}, for which there is no JavaScript value`
  // An object would be given another prototype.
  if (element.name === '__proto__') return 'a name that no field of an object can have: __proto__'
  const key = type === 'MAP' || type === 'MAP_KEY_VALUE' ? children[0]?.children[0]?.element : undefined
  if (key && typeOf(key) !== 'STRING' && typeOf(key) !== 'UTF8')
    return `maps whose keys are ${typeOf(key) ?? key.type}, and those of an object are text`
  return undefined
}

const withoutValue: ReadonlySet<string> = new Set([
  ...['TIME', 'TIME_MILLIS', 'TIME_MICROS', 'INTERVAL', 'BSON'],
])

function typeOf({ logical_type: logical, converted_type: converted }: SchemaElement): string | undefined {
  return logical?.type ?? converted
}
