import type { Buckets } from '../columns/column.ts'
import type { Chunk, OpenLoop } from '../executor/loop.ts'
import { bytesOf } from '../memory/bytes-of.ts'

/**
 * The loop of an exchange, which gives its records away whenever they fill half of the task's room: the other half is for
 * the chunk that comes, and for encoding.
 */
export function spillingExchange(open: OpenLoop<Buckets>): OpenLoop<Buckets> {
  return (env) => {
    let loop = open(env)
    let held = 0
    let records = 0
    return {
      push(chunk) {
        loop.push(chunk)
        const { length, bytes } = sizeOf(chunk)
        held += bytes
        records += length
        if (held > env.room / 2) {
          env.spill(loop.finish())
          env.spilled += records
          loop = open(env)
          held = 0
          records = 0
        }
        return false
      },
      finish: () => loop.finish(),
      abandon: () => loop.abandon(),
    }
  }
}

function sizeOf(chunk: Chunk): { length: number; bytes: number } {
  if ('count' in chunk) return { length: chunk.count, bytes: chunk.count * 8 }
  return { length: chunk.length, bytes: bytesOf(chunk) }
}
