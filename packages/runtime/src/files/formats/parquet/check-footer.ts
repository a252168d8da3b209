import type { ColumnMetaData, FileMetaData, RowGroup } from 'hyparquet'
import type { Leaf } from './leaf.ts'

/**
 * Holds what the end of a file says against itself and against the file, before anything is read for it.
 * @param size bytes of the file
 * @throws Error
 */
export function checkFooter(metadata: FileMetaData, leaves: readonly Leaf[], size: number): void {
  const end = size - metadata.metadata_length - 8
  let rows = 0n
  for (const [i, group] of metadata.row_groups.entries()) {
    if (group.num_rows < 0n) throw new Error(`row group ${i} has less than no records`)
    if (group.columns.length !== leaves.length)
      throw new Error(`row group ${i} has ${group.columns.length} columns, and the schema ${leaves.length}`)
    // Of no records, writers say what they like.
    if (group.num_rows === 0n) continue
    for (const [j, leaf] of leaves.entries()) {
      const why = columnFault(group, j, leaf, end)
      if (why) throw new Error(`row group ${i}, column ${leaf.path.join('.')}: ${why}`)
    }
    rows += group.num_rows
  }
  if (rows !== metadata.num_rows)
    throw new Error(`its row groups have ${rows} of ${metadata.num_rows} records`)
}

function columnFault(
  { columns, num_rows: rows }: RowGroup,
  at: number,
  leaf: Leaf,
  end: number,
): string | undefined {
  const meta = columns[at]?.meta_data
  if (!meta) return 'there is no word on where it lies'
  if (meta.path_in_schema.join('\0') !== leaf.path.join('\0')) return 'it has another name in the schema'
  if (meta.type !== leaf.type) return `its type is ${meta.type}, and that of the schema ${leaf.type}`
  const { start, end: last } = rangeOf(meta)
  const data = Number(meta.data_page_offset)
  if (!(start >= 4 && last >= start && last <= end)) return 'it reaches beyond the data of the file'
  if (!(data >= start && data <= last)) return 'its values begin outside of it'
  if (meta.num_values < rows || (leaf.repetitions === 0 && meta.num_values > rows))
    return `it has ${meta.num_values} values for ${rows} records`
  return undefined
}

/** Where a column lies in its file. */
export function rangeOf(meta: ColumnMetaData): { readonly start: number; readonly end: number } {
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset)
  return { start, end: start + Number(meta.total_compressed_size) }
}
