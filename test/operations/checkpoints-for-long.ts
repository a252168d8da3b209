import { existsSync, writeFileSync, writeSync } from 'node:fs'
import { Context } from '@atomic-ts/atomic'

// Saves a checkpoint in the folder that it is given, says so when most is written, and never ends.
const [, , folder = '', mark = ''] = process.argv
await using ctx = await Context.local({ slots: 2 })
ctx.setCheckpointDir(folder)
const whole = ctx
  .range(0, 1000, { partitions: 2 })
  .map((n) => n)
  .checkpoint()
await whole.count()
const numbers = ctx
  .range(0, 100_000, { partitions: 2 })
  .map((n) => {
    // The first action computes them; then they are saved.
    if (n === 99_999 && !existsSync(mark)) writeFileSync(mark, '')
    else if (n === 99_999) {
      writeSync(1, 'saving\n')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    }
    return n
  })
  .checkpoint()
await numbers.count()
