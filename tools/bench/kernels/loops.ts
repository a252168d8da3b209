import { numbers } from './records.ts'
import { inColumns, running } from './run-step.ts'
import type { Kernels } from './versus.ts'

const addOne = (n: number) => n + 1
const isEven = (n: number) => n % 2 === 0
const add = (a: number, b: number) => a + b

/** Fused loops of record operators, and actions. */
export const loops: Kernels = {
  'map, filter, reduce': {
    ours: running(
      numbers,
      { op: 'map', tasks: [addOne] },
      { op: 'filter', tasks: [isEven] },
      { op: 'reduceRows', tasks: [add] },
    ),
    plain() {
      let sum = 0
      for (const n of numbers) {
        const more = addOne(n)
        if (isEven(more)) sum = add(sum, more)
      }
      return sum
    },
    by: 'a loop',
  },
  'top-k: 100 of them': {
    ours: running(inColumns(numbers), {
      op: 'orderedRows',
      params: { n: 100, descending: true, keyed: false },
    }),
    plain: () => numbers.toSorted((a, b) => b - a).slice(0, 100),
    by: 'sort and slice',
  },
}
