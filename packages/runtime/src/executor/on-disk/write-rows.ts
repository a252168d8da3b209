import { encodeChunk } from '../../codec/chunk.ts'
import { isColumn, type Rows } from '../../columns/column.ts'
import { slice } from '../../columns/gather.ts'
import { bytesOf } from '../../memory/bytes-of.ts'
import type { FileBlock } from '../../shuffle/block-ref.ts'
import type { RunFile } from '../../shuffle/run-file.ts'

/** A block has so many records at most, and about so many bytes when they are large. */
const mostRecords = 4096
const mostBytes = 1 << 19
const fewestBytes = 1 << 12
/** Several blocks are in memory at a time, such as one of each run of a merge. */
const blocksOfRoom = 64

/**
 * Writes records in blocks that are small beside what there is room for.
 * @param room in bytes
 */
export function writeRows(file: RunFile, rows: Rows, room: number): FileBlock[] {
  const blocks: FileBlock[] = []
  const ofRecord = bytesOf(rows) / Math.max(1, rows.length)
  const bytes = Math.max(fewestBytes, Math.min(mostBytes, room / blocksOfRoom))
  const size = Math.max(1, Math.min(mostRecords, Math.floor(bytes / Math.max(1, ofRecord))))
  for (let from = 0; from < rows.length; from += size) {
    const to = Math.min(from + size, rows.length)
    const piece = isColumn(rows) ? slice(rows, from, to) : rows.slice(from, to)
    blocks.push(file.add(encodeChunk(piece), piece.length))
  }
  return blocks
}
