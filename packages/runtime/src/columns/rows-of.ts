import { roomFor } from '../codec/room-for.ts'
import type { Column, TextColumn } from './column.ts'
import { stringsOf } from './text.ts'

/** The values of a column from one position up to another, each made anew. */
export function rowsOf(column: Column, from = 0, to: number = column.length): unknown[] {
  return rowMaker(column)(from, to, roomFor(to - from), 0)
}

/** The values of all columns, one after the other. */
export function rowsOfAll(columns: readonly Column[]): unknown[] {
  const rows = roomFor<unknown>(columns.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const column of columns) {
    rowMaker(column)(0, column.length, rows, at)
    at += column.length
  }
  return rows
}

/** Puts the values from one position up to another into an array, at a place of it. */
export type RowMaker = (from: number, to: number, rows: unknown[], at: number) => unknown[]

/** What makes the values of a column. */
export function rowMaker(column: Column): RowMaker {
  const parts: Part[] = []
  const expression = write(column, parts)
  const isWide = parts.length > fewLeaves
  const shape = isWide ? expression : `${parts.map((part) => part.constructor.name).join()}:${expression}`
  const build = builderOf(shape, parts.length, expression)
  if (!parts.some(isText)) return (from, to, rows, at) => build(parts, from, to, rows, at)
  return (from, to, rows, at) => {
    const read = parts.map((part) => (isText(part) ? stringsOf(part, from, to) : part))
    return build(read, from, to, rows, at)
  }
}

/** What an expression reads: elements, codes or the words that they stand for, texts whose strings are made before. */
type Part = ArrayLike<unknown> | TextColumn

function isText(part: Part): part is TextColumn {
  return 'kind' in part && part.kind === 'text'
}

type Build = (parts: readonly Part[], from: number, to: number, rows: unknown[], at: number) => unknown[]

const builders = new Map<string, Build>()
const keptBuilders = 256
/** Longer ones are made again each time, so that what is kept stays small whatever records look like. */
const longestKept = 1 << 14

/** Up to so many arrays, each combination of their kinds has a loop of its own, which the engine compiles for them alone. */
const fewLeaves = 6

/** The text of the expression that makes the value at position `i`. */
function write(column: Column, parts: Part[]): string {
  switch (column.kind) {
    case 'numbers':
    case 'any':
      return `p${parts.push(column.values) - 1}[i]`
    case 'words': {
      const words = parts.push(column.words) - 1
      return `p${words}[p${parts.push(column.codes) - 1}[i]]`
    }
    case 'text':
      return `p${parts.push(column) - 1}[i - from]`
    case 'tuple':
      return `[${column.columns.map((each) => write(each, parts)).join(', ')}]`
    case 'struct':
      return `({ ${column.columns.map((each, i) => `${JSON.stringify(column.names[i])}: ${write(each, parts)}`).join(', ')} })`
  }
}

/** Literals make arrays and objects several times faster than filling them one by one. */
function builderOf(shape: string, count: number, expression: string): Build {
  const known = builders.get(shape)
  if (known) return known
  const build = compile(`
    const [${Array.from({ length: count }, (_, i) => `p${i}`).join(', ')}] = parts
    for (let i = from, row = at; i < to; i++, row++) rows[row] = ${expression}
    return rows`)
  if (shape.length > longestKept) return build
  if (builders.size >= keptBuilders) builders.clear()
  builders.set(shape, build)
  return build
}

function compile(body: string): Build {
  // Names of properties come in as JSON strings only, so that no data can become code.
  // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-type-assertion
  return new Function('parts', 'from', 'to', 'rows', 'at', body) as Build
}
