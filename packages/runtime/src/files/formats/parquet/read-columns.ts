import type { CompressionCodec, Compressors, FileMetaData, RowGroup } from 'hyparquet'
import { rangeOf } from './check-footer.ts'
import { checkPages, type Page } from './check-pages.ts'
import { checkContent } from './check-values.ts'
import type { Leaf } from './leaf.ts'
import { unpackPage } from './unpack-page.ts'

/** The columns of a row group, looked at as the library reads them. */
export interface CheckedColumns {
  /** What the library is told of the file: each column has a codec of its own, so that its pages come here. */
  readonly metadata: FileMetaData
  readonly compressors: Compressors
  /** Hears bytes of the file before the library does. */
  readonly look: (bytes: Uint8Array, from: number) => void
  /** The column of which a page was unpacked last: its values are made now. */
  readonly current: () => string | undefined
  /** Refuses columns that have not as many records as they must. */
  readonly finish: () => void
}

/** Looks at every page of a row group before the library makes values of it. */
export function checkedColumns(
  metadata: FileMetaData,
  leaves: readonly Leaf[],
  group: RowGroup,
): CheckedColumns {
  const columns = leaves.map((leaf, i) => checkedColumn(leaf, group, i))
  let current: string | undefined
  const named: RowGroup = {
    ...group,
    columns: group.columns.map((column, i) => ({
      ...column,
      ...(column.meta_data && { meta_data: { ...column.meta_data, codec: codecOf(i) } }),
    })),
  }
  return {
    metadata: { ...metadata, row_groups: metadata.row_groups.map((each) => (each === group ? named : each)) },
    compressors: Object.fromEntries(
      columns.map((column, i) => [
        codecOf(i),
        (bytes: Uint8Array, length: number) => {
          current = column.name
          return column.unpack(bytes, length)
        },
      ]),
    ),
    look: (bytes, from) => columns.forEach((column) => column.look(bytes, from)),
    current: () => current,
    finish: () => columns.forEach((column) => column.finish()),
  }
}

function codecOf(column: number): CompressionCodec {
  return `column ${column}` as CompressionCodec
}

interface CheckedColumn extends Pick<CheckedColumns, 'look' | 'finish'> {
  readonly name: string
  readonly unpack: (bytes: Uint8Array, length: number) => Uint8Array
}

function checkedColumn(leaf: Leaf, group: RowGroup, at: number): CheckedColumn {
  const meta = group.columns[at]?.meta_data
  if (!meta) throw new Error('there is no word on where a column lies')
  const name = leaf.path.join('.')
  const { start, end } = rangeOf(meta)
  let pages: Page[] | undefined
  let next = 0
  let rows = 0
  return {
    name,
    look(bytes, from) {
      if (start < from || end > from + bytes.length) return
      pages = named(() => checkPages(bytes.subarray(start - from, end - from), meta, leaf, take))
    },
    unpack(bytes, length) {
      return named(() => {
        const page = pages?.[next++]
        if (!page) throw new Error('it has a page that was not there before')
        const content = unpackPage(meta.codec, bytes, length)
        take(content, page)
        return content
      })
    },
    finish() {
      if (pages && rows !== Number(group.num_rows))
        throw new Error(`the column ${name} has ${rows} of ${group.num_rows} records`)
    },
  }

  function take(content: Uint8Array, page: Page): void {
    const found = checkContent(content, page, leaf)
    if (page.kind !== 'dictionary') rows += found
  }

  function named<R>(work: () => R): R {
    try {
      return work()
    } catch (cause) {
      throw new Error(`the column ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      })
    }
  }
}
