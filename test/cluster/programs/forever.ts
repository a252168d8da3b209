import { renameSync, writeFileSync } from 'node:fs'
import type { Context } from '@atomic-ts/atomic'

export default async function main(ctx: Context, [folder = '']: string[]) {
  await ctx
    .range(1)
    .map((n) => {
      writeFileSync(`${folder}/new`, String(process.pid))
      renameSync(`${folder}/new`, `${folder}/pid`)
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, n, 1000)
    })
    .count()
}
