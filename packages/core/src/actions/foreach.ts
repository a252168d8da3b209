import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** Calls the task for each record, for its effects. */
export const foreachRow: Terminal = {
  kind: 'terminal',
  locals: () => ({}),
  record: (code, x) => `finished(${code.task(0)}(${x}), 'foreach')`,
  result: () => '[]',
}

/** Calls a task on the workers for each record. A failed attempt runs again, so effects should be idempotent. */
export async function foreach<T>(
  rdd: RddBase<T>,
  f: (record: T) => void,
  options: ActionOptions,
): Promise<void> {
  await rdd.run('foreach', { op: 'foreachRow', tasks: [rdd.link(f, 'effect')] }, options)
}
