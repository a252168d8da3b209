import { Context } from '@atomic-ts/atomic'

await using ctx = await Context.local({ slots: 2 })
const factor = Number(process.env['FACTOR'] ?? 3)
const sum = await ctx
  .range(5)
  .map((n) => n * factor)
  .reduce((a, b) => a + b)
console.log(`sum ${sum}`)
