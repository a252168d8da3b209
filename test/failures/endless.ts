import { Context } from '@atomic-ts/atomic'
import { neverEnds } from './scratch.ts'

const [, , scratch = ''] = process.argv
const ctx = await Context.local({ slots: 1, sharedMemory: 0.001, taskMemory: 0.01, scratch })
await neverEnds(ctx)
