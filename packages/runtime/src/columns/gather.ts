import { anyColumn, type Codes, type Column, type Numbers } from './column.ts'
import { rowsOf } from './rows-of.ts'
import { gatherText, stringsOf } from './text.ts'

/** The values at some positions, in their order. */
export function gather(column: Column, positions: Int32Array): Column {
  const { length } = positions
  switch (column.kind) {
    case 'numbers':
      return { kind: 'numbers', length, values: gatherNumbers(column.values, positions) }
    case 'words':
      return { ...column, length, codes: gatherNumbers(column.codes, positions) as Codes }
    case 'text':
      return gatherText(column, positions) ?? gather(anyColumn(stringsOf(column)), positions)
    case 'tuple':
    case 'struct':
      return { ...column, length, columns: column.columns.map((each) => gather(each, positions)) }
    case 'any': {
      const { values } = column
      const gathered: unknown[] = []
      for (let i = 0; i < length; i++) gathered.push(values[positions[i] ?? 0])
      return { kind: 'any', length, values: gathered }
    }
  }
}

/** The position of a value that is not there. */
export const missing = -1

/** The values at some positions, and `undefined` where one is `missing`. */
export function gatherOrMissing(column: Column, positions: Int32Array): Column {
  if (!positions.includes(missing)) return gather(column, positions)
  const found = positions.filter((position) => position !== missing)
  const present = rowsOf(gather(column, found))
  const values: unknown[] = []
  let next = 0
  for (let i = 0; i < positions.length; i++)
    values.push(positions[i] === missing ? undefined : present[next++])
  return anyColumn(values)
}

/** The values from one position up to another, as views where there are typed arrays. */
export function slice(column: Column, from: number, to: number): Column {
  const length = to - from
  if (from === 0 && length === column.length) return column
  switch (column.kind) {
    case 'numbers':
      return { kind: 'numbers', length, values: column.values.subarray(from, to) }
    case 'words':
      return { ...column, length, codes: column.codes.subarray(from, to) }
    case 'text':
      return { ...column, length, starts: column.starts.subarray(from, to + 1) }
    case 'tuple':
    case 'struct':
      return { ...column, length, columns: column.columns.map((each) => slice(each, from, to)) }
    case 'any':
      return { kind: 'any', length, values: column.values.slice(from, to) }
  }
}

// A loop for each kind of array: the engine compiles a loop for the kinds that it has seen.
function gatherNumbers(values: Numbers, positions: Int32Array): Numbers {
  if (values instanceof Float64Array) return gatherDoubles(values, positions)
  return values instanceof Int32Array ? gatherInts(values, positions) : gatherSmallInts(values, positions)
}

function gatherDoubles(values: Float64Array, positions: Int32Array): Float64Array {
  const gathered = new Float64Array(positions.length)
  for (let i = 0; i < positions.length; i++) gathered[i] = values[positions[i] ?? 0] ?? 0
  return gathered
}

function gatherInts(values: Int32Array, positions: Int32Array): Int32Array {
  const gathered = new Int32Array(positions.length)
  for (let i = 0; i < positions.length; i++) gathered[i] = values[positions[i] ?? 0] ?? 0
  return gathered
}

function gatherSmallInts(values: Int8Array | Int16Array, positions: Int32Array): Int8Array | Int16Array {
  const gathered =
    values instanceof Int8Array ? new Int8Array(positions.length) : new Int16Array(positions.length)
  for (let i = 0; i < positions.length; i++) gathered[i] = values[positions[i] ?? 0] ?? 0
  return gathered
}
