import { Context } from '@atomic-ts/atomic'

// Saves to the path that it is given, replacing what is there, and says so when most is written.
await using ctx = await Context.local({ slots: 2 })
await ctx
  .range(0, 1e12, { partitions: 2 })
  .map((n) => {
    if (n === 300_000) console.log('written')
    return `line ${n}`
  })
  .saveAsTextFile(process.argv[2] ?? 'out', { overwrite: true })
