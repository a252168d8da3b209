import { isAtomicError } from '@atomic-ts/core/internal'
import { decodeColumn, encodeInMemory } from '../codec/chunk.ts'
import { isColumn, pairColumns, type Column, type Rows } from '../columns/column.ts'
import { share } from '../wire/frame.ts'
import { bytesOf } from '../memory/bytes-of.ts'

/** Some records of a cached partition, in memory: on the heap as they are, or encoded in memory outside of it. */
export type Piece = RowsPiece | EncodedPiece

/** Records on the heap. */
export interface RowsPiece {
  readonly kind: 'rows'
  readonly rows: readonly unknown[]
  /** Estimated. */
  readonly bytes: number
}

/** Records in shared memory. */
export interface EncodedPiece {
  readonly kind: 'encoded'
  readonly encoded: Uint8Array
  readonly bytes: number
  /** A view of them that is read as it is, once there is one. */
  column?: Column | undefined
}

/** Records as a piece on the heap. */
export function rowsPiece(rows: readonly unknown[]): RowsPiece {
  return { kind: 'rows', rows, bytes: bytesOf(rows) }
}

/**
 * Records as a piece in shared memory.
 * @throws ATOMIC4001 when they cannot be encoded
 */
export function encodedPiece(rows: Rows): EncodedPiece {
  const encoded = encodeInMemory(rows)
  return { kind: 'encoded', encoded, bytes: encoded.length }
}

/** A piece of records that were encoded before, in memory that every thread can see. */
export function pieceOfEncoded(bytes: Uint8Array): EncodedPiece {
  const [encoded = bytes] = share([bytes])
  return { kind: 'encoded', encoded, bytes: encoded.length }
}

/** Records as a piece in shared memory that is read in place; `undefined` where rows are read faster, or it cannot be. */
export function columnPiece(rows: Rows): EncodedPiece | undefined {
  if (!isColumnar(rows)) return undefined
  const encoded = unlessRefused(() => encodeInMemory(rows))
  const column = encoded && decodeColumn(encoded)
  return column && leavesOf(column) <= mostLeaves
    ? { kind: 'encoded', encoded, bytes: encoded.length, column }
    : undefined
}

/** The records of a piece, as a loop takes them. */
export function recordsOf(piece: Piece): Rows {
  if (piece.kind === 'rows') return piece.rows
  if (piece.column) return piece.column
  const column = decodeColumn(piece.encoded)
  if (isView(column)) piece.column = column
  return column
}

/**
 * The bytes of a piece for a disk or another slot.
 * @throws ATOMIC4001 when its records cannot be encoded
 */
export function encodedOf(piece: Piece): Uint8Array {
  return piece.kind === 'rows' ? encodeInMemory(piece.rows) : piece.encoded
}

/** The result, unless records cannot be encoded. */
export function unlessRefused<R>(encode: () => R): R | undefined {
  try {
    return encode()
  } catch (error) {
    if (isAtomicError(error) && error.code === 'ATOMIC4001') return undefined
    throw error
  }
}

/**
 * Whether records suit a column piece, by the first of rows: numbers, strings, and pairs, which operators by key take as
 * columns. Any other tuple or object is made anew for the user's function each time that it is read, which takes up to
 * twice as long as a look at one that lies on the heap.
 */
export function isColumnar(rows: Rows): boolean {
  const isPair = isColumn(rows) ? pairColumns(rows) !== undefined : isPairOf(rows[0])
  const leaves = isColumn(rows) ? leavesOf(rows) : leavesIn(rows[0])
  return leaves <= (isPair ? mostLeaves : 1)
}

/** Pairs of more parts than this are read faster as records. */
const mostLeaves = 4

function isPairOf(record: unknown): boolean {
  return Array.isArray(record) && record.length === 2
}

/** Whether a decoded column takes no memory of its own: numbers are read where they lie. */
function isView(column: Column): boolean {
  if (column.kind === 'numbers') return true
  return (column.kind === 'tuple' || column.kind === 'struct') && column.columns.every(isView)
}

function leavesIn(value: unknown, depth = 0): number {
  if (typeof value === 'number' || typeof value === 'string') return 1
  if (typeof value !== 'object' || value === null || depth > mostLeaves) return Infinity
  // The values of a group may be many, and lie on a disk.
  if (Array.isArray(value) && value.length > mostLeaves) return Infinity
  return Object.values(value).reduce<number>((sum, each) => sum + leavesIn(each, depth + 1), 0)
}

/** How many typed arrays a column is made of; too many when a part of it is none. */
function leavesOf(column: Column): number {
  switch (column.kind) {
    case 'numbers':
    case 'words':
      return 1
    case 'tuple':
    case 'struct':
      return column.columns.reduce((sum, each) => sum + leavesOf(each), 0)
    // Strings are read faster than made.
    case 'text':
    case 'any':
      return Infinity
  }
}
