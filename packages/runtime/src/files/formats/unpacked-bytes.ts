import type { TextSplit } from '@atomic-ts/core/internal'
import { fileSystemOf } from '../file-system.ts'
import { unpacked } from '../unpacked.ts'

/**
 * The bytes of a whole file, unpacked where it is packed.
 * @throws ATOMIC5002, from the iteration, when the file cannot be read, or is damaged as a packed file
 */
export async function* unpackedBytes(
  { file, compression }: TextSplit,
  counts: { bytesRead: number },
): AsyncGenerator<Buffer> {
  const counted = (bytes: number): void => void (counts.bytesRead += bytes)
  if (compression) for await (const bytes of unpacked(file, compression, counted)) yield bufferOf(bytes)
  else {
    for await (const bytes of fileSystemOf(file.path).read(file, 0, file.size)) {
      counted(bytes.length)
      yield bufferOf(bytes)
    }
  }
}

function bufferOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length)
}
