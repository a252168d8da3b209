import { parquetSchema, type FileMetaData, type ParquetType } from 'hyparquet'

/** A column of values, as the schema of its file has it. */
export interface Leaf {
  /** The names on the way to it. */
  readonly path: readonly string[]
  readonly type: ParquetType
  /** Bytes of a value of fixed length. */
  readonly typeLength: number
  /** The largest definition level: of a value that is there. */
  readonly definitions: number
  /** The largest repetition level; 0 where no list is. */
  readonly repetitions: number
}

/**
 * The columns of values in the order of a schema.
 * @throws Error when the schema is not readable
 */
export function leavesOf(metadata: FileMetaData): Leaf[] {
  return below(parquetSchema(metadata), 0, 0)
}

function below(
  { element, children, path }: ReturnType<typeof parquetSchema>,
  above: number,
  lists: number,
): Leaf[] {
  const isRoot = path.length === 0
  const definitions = above + (isRoot || element.repetition_type === 'REQUIRED' ? 0 : 1)
  const repetitions = lists + (element.repetition_type === 'REPEATED' ? 1 : 0)
  if (children.length > 0 || isRoot)
    return children.flatMap((child) => below(child, definitions, repetitions))
  if (!element.type) throw new Error(`the column ${path.join('.')} has no type`)
  return [{ path, type: element.type, typeLength: element.type_length ?? 0, definitions, repetitions }]
}
