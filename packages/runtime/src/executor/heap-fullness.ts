import { getHeapStatistics } from 'node:v8'

/** The part of the heap from which on what can go to disk does, whatever it seems to take. */
const fullHeap = 0.75

/** Whether this thread's heap is so full that what an operator holds had better go. */
export function isHeapFull(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  return used > limit * fullHeap
}
