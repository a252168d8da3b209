import type { StorageLevel } from '@atomic-ts/core/internal'
import { decodeColumn } from '../codec/chunk.ts'
import type { Rows } from '../columns/column.ts'
import { readPieces, type BlockFile } from './block-file.ts'
import { encodedOf, recordsOf, unlessRefused, type Piece } from './piece.ts'

/** A partition of an RDD, and how it is kept. */
export interface BlockKey {
  readonly rdd: number
  readonly partition: number
  readonly level: StorageLevel
}

/** A partition that a store keeps: in memory, in a file, or both. */
export interface Block extends BlockKey {
  /** Hears where it is, whenever that changes. */
  readonly report: Report
  readonly records: number
  pieces: readonly Piece[] | undefined
  file: BlockFile | undefined
}

/** A partition that was written. */
export type Written = Pick<Block, 'pieces' | 'file' | 'records'>

/** Where a partition is kept now, in bytes. */
export interface BlockStatus {
  readonly rdd: number
  readonly partition: number
  readonly memory: number
  readonly disk: number
  /** False when it is gone; an empty partition is kept in no bytes. */
  readonly isKept: boolean
}

/** Hears where a partition is kept. */
export type Report = (status: BlockStatus) => void

/** What a store keeps of a block. */
export function statusOf({ rdd, partition, pieces, file }: Block): BlockStatus {
  const memory = pieces ? sizeOf(pieces) : 0
  return { rdd, partition, memory, disk: file?.size ?? 0, isKept: pieces !== undefined || file !== undefined }
}

export function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** The records of a block as it is now, whatever becomes of it while they are read. */
export function chunksOf({ pieces, file }: Pick<Block, 'pieces' | 'file'>): Iterable<Rows> {
  if (pieces) return decoded(pieces)
  return file ? decodedFile(file) : []
}

/** The encoded pieces of a block, for another slot; `undefined` when they cannot be encoded. */
export function encodedBlock({ pieces, file }: Block): Uint8Array[] | undefined {
  if (!pieces) return file ? [...readPieces(file)] : []
  return unlessRefused(() => pieces.map(encodedOf))
}

function* decoded(pieces: readonly Piece[]): Iterable<Rows> {
  for (const piece of pieces) yield recordsOf(piece)
}

function* decodedFile(file: BlockFile): Iterable<Rows> {
  for (const piece of readPieces(file)) yield decodeColumn(piece)
}
