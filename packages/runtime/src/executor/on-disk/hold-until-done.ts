import type { Chunk } from '../loop.ts'
import { recordsIn } from '../records-in.ts'
import type { DiskEnv } from './cut-by-key.ts'
import { HeldRows } from './held-rows.ts'

/**
 * Chunks that have to be waited for, for a function that cannot wait: in memory as long as there is room, and then in a
 * file, which is removed when the last of them was taken.
 */
export async function holdUntilDone(chunks: AsyncIterable<Chunk>, env: DiskEnv): Promise<Iterable<Chunk>> {
  const held = new HeldRows(env, env.room)
  try {
    for await (const chunk of chunks) held.push('count' in chunk ? recordsIn(chunk) : chunk)
  } catch (error) {
    held.discard()
    throw error
  }
  return takenOnce(held)
}

function* takenOnce(held: HeldRows): Iterable<Chunk> {
  try {
    yield* held.all()
  } finally {
    held.discard()
  }
}
