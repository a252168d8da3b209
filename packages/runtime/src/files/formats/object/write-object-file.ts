import { encodeChunk } from '../../../codec/chunk.ts'
import { encodeValue } from '../../../codec/codec.ts'
import type { ByteSink } from '../../output.ts'
import type { RecordWriter } from '../../part-format.ts'
import { header, magic } from './object-file.ts'

/**
 * Writes an object file: blocks of encoded records, each with a checksum of its own, and an index of where they begin.
 * @throws ATOMIC4001 from the writer, for a record that cannot travel
 */
export function writeObjectFile(out: ByteSink): RecordWriter {
  const starts: number[] = [header.length]
  let at = header.length
  out.write(header)
  return {
    write(records) {
      if (records.length === 0) return
      const block = encodeChunk(records)
      out.write(block)
      at += block.length
      starts.push(at)
    },
    end() {
      const index = encodeValue(starts)
      const length = Buffer.alloc(4)
      length.writeUInt32LE(index.length)
      out.write(Buffer.concat([index, length, magic]))
    },
  }
}
