import { getHeapStatistics } from 'node:v8'
import { isMainThread, resourceLimits } from 'node:worker_threads'

/** How many bytes what lives long in this thread's heap may take: what has just been made has a room of its own. */
export function heapLimit(): number {
  const { maxOldGenerationSizeMb: limit } = resourceLimits
  return isMainThread || limit === undefined || limit <= 0
    ? getHeapStatistics().heap_size_limit
    : limit * (1 << 20)
}
