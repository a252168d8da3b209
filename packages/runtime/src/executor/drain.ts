import type { Loop } from './loop.ts'
import { isAsync, type Chunks } from './open-split.ts'
import type { RunEnv } from './run-env.ts'

/** Pushes every chunk through a loop, until it wants no more. No wait for each record, and none at all while nothing else wants the thread. */
export async function drain<Out>(loop: Loop<Out>, chunks: Chunks, env: RunEnv): Promise<Out> {
  try {
    if (isAsync(chunks)) {
      for await (const chunk of chunks) {
        if (loop.push(chunk)) break
        await env.breathe()
      }
    } else {
      for (const chunk of chunks) {
        if (loop.push(chunk)) break
        const pause = env.breathe()
        if (pause) await pause
      }
    }
    return loop.finish()
  } catch (error) {
    loop.abandon()
    throw error
  }
}
