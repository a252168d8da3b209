import type { Report } from '../diagnostics/report.ts'
import type { Task } from '../discover/task.ts'

/** Reports tasks of one module with one symbol: their ids would differ in the hash only, and nobody could tell them apart. */
export function checkIds(tasks: readonly Task[], report: Report): void {
  const seen = new Map<string, Task>()
  for (const task of tasks) {
    const key = `${task.file.fileName}#${task.name}`
    const first = seen.get(key)
    if (!first) {
      seen.set(key, task)
      continue
    }
    report.add({
      code: 'ATOMIC1009',
      at: task.at,
      message: `two tasks have the id \`${task.name}\``,
      remedy: 'Give one of them another name.',
      related: [{ at: first.at, message: 'the first one is here' }],
    })
  }
}
