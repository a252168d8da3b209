import { getHeapStatistics } from 'node:v8'
import { heapLimit } from '../memory/heap-limit.ts'

/** The part of the heap from which on what can go to disk does, whatever it seems to take. */
const fullHeap = 0.75

/** Whether this thread's heap is so full that what an operator holds had better go. */
export function isHeapFull(): boolean {
  return getHeapStatistics().used_heap_size > heapLimit() * fullHeap
}
