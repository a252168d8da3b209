import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PendingTasks } from './pending-tasks.ts'
import type { PendingTask } from './scheduler-state.ts'

const step = fc.oneof(
  fc.record({ kind: fc.constant('shift' as const), times: fc.nat(3000) }),
  fc.record({ kind: fc.constant('unshift' as const), times: fc.nat(1200) }),
  fc.record({ kind: fc.constant('push' as const), times: fc.nat(5) }),
)

test('tasks are taken, put back and added as in an array', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.array(step, { maxLength: 12 }), (count, steps) => {
      const all: PendingTask[] = Array.from({ length: count }, (_, partition) => ({ partition }))
      const tasks = new PendingTasks(all)
      let next = count
      for (const { kind, times } of steps) {
        if (kind === 'shift') {
          for (let i = 0; i < times; i++) expect(tasks.shift()).toEqual(all.shift())
          continue
        }
        const some = Array.from({ length: times }, () => ({ partition: next++ }))
        if (kind === 'unshift') {
          tasks.unshift(some)
          all.unshift(...some)
        } else {
          for (const task of some) tasks.push(task)
          all.push(...some.map((task) => ({ ...task, isAgain: true })))
        }
        expect(tasks.length).toBe(all.length)
      }
      expect([...tasks.partitions()]).toEqual(all.map(({ partition }) => partition))
      for (const { partition, isAgain = false } of all) expect(tasks.isPushed(partition)).toBe(isAgain)
      expect(tasks.isPushed(next)).toBe(false)
      expect(tasks.takeAll()).toEqual(all)
      expect(tasks.shift()).toBeUndefined()
    }),
  )
})
