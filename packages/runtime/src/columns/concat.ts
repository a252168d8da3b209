import { anyColumn, numberColumn, type Column, type Numbers, type WordColumn } from './column.ts'
import { rowsOfAll } from './rows-of.ts'
import { concatText } from './text.ts'

/** The values of all columns, one after the other. */
export function concat(all: readonly Column[]): Column {
  // What is empty has no kind that could speak against that of the others.
  const columns: readonly Column[] = all.filter(({ length }) => length > 0)
  const [first] = columns
  if (!first) return all[0] ?? anyColumn([])
  if (columns.length === 1) return first
  const length = columns.reduce((sum, column) => sum + column.length, 0)
  if (areAll(columns, 'numbers'))
    return concatNumbers(
      columns.map(({ values }) => values),
      length,
    )
  if (areAll(columns, 'words')) return concatWords(columns, length)
  if (areAll(columns, 'text')) return concatText(columns, length) ?? anyColumn(rowsOfAll(columns))
  if (areAll(columns, 'tuple') && haveWidth(columns, first))
    return { kind: 'tuple', length, columns: byPart(columns) }
  if (areAll(columns, 'struct') && haveNames(columns, first)) {
    return { kind: 'struct', length, names: columns[0]?.names ?? [], columns: byPart(columns) }
  }
  return anyColumn(rowsOfAll(columns))
}

type Of<K extends Column['kind']> = Extract<Column, { kind: K }>

function areAll<K extends Column['kind']>(columns: readonly Column[], kind: K): columns is readonly Of<K>[] {
  return columns.every((column) => column.kind === kind)
}

function haveWidth(columns: readonly Of<'tuple'>[], first: Column): boolean {
  return columns.every((column) => first.kind === 'tuple' && column.columns.length === first.columns.length)
}

function haveNames(columns: readonly Of<'struct'>[], first: Column): boolean {
  return columns.every(
    ({ names }) =>
      first.kind === 'struct' &&
      names.length === first.names.length &&
      names.every((name, i) => name === first.names[i]),
  )
}

function byPart(columns: readonly (Of<'tuple'> | Of<'struct'>)[]): Column[] {
  return (columns[0]?.columns ?? []).map((_, part) =>
    concat(columns.flatMap((column) => column.columns[part] ?? [])),
  )
}

function concatNumbers(parts: readonly Numbers[], length: number): Column {
  const all = emptyLike(widest(parts), length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return numberColumn(all)
}

function widest(parts: readonly Numbers[]): Numbers {
  const [first = new Int8Array(0)] = parts
  return parts.reduce((wide, part) => (part.BYTES_PER_ELEMENT > wide.BYTES_PER_ELEMENT ? part : wide), first)
}

function emptyLike(wide: Numbers, length: number): Numbers {
  if (wide instanceof Float64Array) return new Float64Array(length)
  if (wide instanceof Int32Array) return new Int32Array(length)
  return wide instanceof Int16Array ? new Int16Array(length) : new Int8Array(length)
}

/** One list of words for all; the codes of each column are rewritten. */
function concatWords(columns: readonly WordColumn[], length: number): WordColumn {
  const codes = new Int32Array(length)
  let at = 0
  const [{ words } = { words: [] }] = columns
  if (columns.every((column) => column.words === words)) {
    for (const column of columns) {
      codes.set(column.codes, at)
      at += column.length
    }
    return { kind: 'words', length, words, codes }
  }
  const known = new Map<string, number>()
  for (const column of columns) {
    const renamed = column.words.map((word) => codeOf(word, known))
    for (let i = 0; i < column.length; i++) codes[at++] = renamed[column.codes[i] ?? 0] ?? 0
  }
  return { kind: 'words', length, words: [...known.keys()], codes }
}

function codeOf(word: string, known: Map<string, number>): number {
  const code = known.get(word)
  if (code !== undefined) return code
  known.set(word, known.size)
  return known.size - 1
}
