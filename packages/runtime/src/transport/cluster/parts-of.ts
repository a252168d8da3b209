import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { SentPart } from '../../wire/protocol.ts'
import type { Envelope } from '../transport.ts'

/** Bytes of a file that one message carries. */
const pieceSize = 4 << 20

/** A file, or a folder with all that is in it, as it is sent to workers. */
export function partsOf(path: string, name: string): readonly Envelope<SentPart>[] {
  const stats = lstatSync(path)
  if (stats.isSymbolicLink()) {
    return [{ message: { kind: 'link', name, target: readlinkSync(path) }, blocks: [] }]
  }
  if (stats.isDirectory()) {
    const inner = readdirSync(path).flatMap((each) => partsOf(join(path, each), `${name}/${each}`))
    return [{ message: { kind: 'folder', name }, blocks: [] }, ...inner]
  }
  const bytes = readFileSync(path)
  const mode = stats.mode & 0o777
  const parts: Envelope<SentPart>[] = []
  for (let from = 0; from === 0 || from < bytes.length; from += pieceSize) {
    const blocks = [bytes.subarray(from, from + pieceSize)]
    parts.push({ message: { kind: 'file', name, mode, from }, blocks })
  }
  return parts
}
