import { expect, test } from 'vitest'
import { key } from '../../../fixtures/scheduler/as-text.ts'
import { Line } from './line.ts'
import { ThreadLine } from './thread-line.ts'

test('attempts that have not begun are taken back, the others go on', () => {
  const { line, thread, tasks } = lineOf(3)
  expect(thread.begin()).toBe(true)
  expect(line.askBack()).toEqual(tasks.slice(1))
  expect([thread.begin(), thread.begin()]).toEqual([false, false])
  line.add(key('1.0.9#0'))
  expect(thread.begin()).toBe(true)
  expect(line.askBack()).toEqual([])
})

test('an attempt that runs is cancelled where it is, and only that one', () => {
  const { line, thread, tasks } = lineOf(2)
  thread.begin()
  expect(line.cancel(tasks[0] ?? key(''))).toEqual([])
  expect(thread.isCancelled()).toBe(true)
  expect(thread.begin()).toBe(true)
  expect(thread.isCancelled()).toBe(false)
})

test('an attempt that waits is cancelled with its line', () => {
  const { line, thread, tasks } = lineOf(4)
  thread.begin()
  expect(line.cancel(tasks[2] ?? key(''))).toEqual(tasks.slice(1))
  expect(thread.isCancelled()).toBe(false)
  expect(thread.begin()).toBe(false)
})

test('what is over, or was never there, is not cancelled', () => {
  const { line, thread, tasks } = lineOf(1)
  thread.begin()
  for (const task of tasks) line.ended(task)
  expect(line.cancel(tasks[0] ?? key(''))).toEqual([])
  expect(line.cancel(key('9.9.9#9'))).toEqual([])
  expect(thread.isCancelled()).toBe(false)
})

function lineOf(count: number): { line: Line; thread: ThreadLine; tasks: ReturnType<typeof key>[] } {
  const line = new Line()
  const tasks = Array.from({ length: count }, (_, i) => key(`1.0.${i}#0`))
  for (const task of tasks) line.add(task)
  return { line, thread: new ThreadLine(line.turns), tasks }
}
