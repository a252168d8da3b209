import type { Terminal } from './step.ts'

/** One pair a key: its last value. */
export const lastValues: Terminal = keeping((x) => `${x}[1]`)

/** One pair a key, with nothing as its value. */
export const eachKeyOnce: Terminal = keeping(() => 'undefined')

function keeping(value: (x: string) => string): Terminal {
  return {
    kind: 'terminal',
    locals: () => ({ table: 'new KeyMap()' }),
    record: (_code, x) => `pair(${x})\ntable.set(${x}[0], ${value(x)})`,
    size: () => 'table.size',
    result: () => 'table.pairs()',
  }
}
