import type { TableShape } from './check-flatbuffer.ts'

// The tables of Arrow's metadata, with the fields in the order of their numbers.

const keyValue: TableShape = ['text', 'text']
const keyValues = { tables: () => keyValue }

const integer: TableShape = [4, 1]

/** Of the types only these have more than numbers. */
const types: Readonly<Record<number, TableShape>> = {
  10: [2, 'text'],
  14: [2, { vectorOf: 4 }],
}

/** Types that the library does not know. */
const unknownTypes = { 22: 'RunEndEncoded', 25: 'ListView', 26: 'LargeListView' }

const field: TableShape = [
  'text',
  1,
  1,
  { union: types, otherwise: [1, 1, 1], unknown: unknownTypes },
  { table: [8, { table: integer }, 1, 2] },
  { tables: () => field },
  keyValues,
]

const schema: TableShape = [2, { tables: () => field }, keyValues, { vectorOf: 8 }]

const recordBatch: TableShape = [8, { vectorOf: 16 }, { vectorOf: 16 }, { table: [1, 1] }, { vectorOf: 8 }]

/** What stands at the end of a file. */
export const footerShape: TableShape = [2, { table: schema }, { vectorOf: 24 }, { vectorOf: 24 }, keyValues]

/** What stands before every block. */
export const messageShape: TableShape = [
  2,
  1,
  { union: { 1: schema, 2: [8, { table: recordBatch }, 1], 3: recordBatch } },
  8,
  keyValues,
]
