import { Context } from '@atomic-ts/atomic'

// Its context is still there when it throws.
const ctx = await Context.local({ slots: 2 })
throw new Error(`the sum is ${await ctx.range(5).sum()}`)
