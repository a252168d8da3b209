import { Context } from '@atomic-ts/atomic'
import { load } from '@atomic-ts/compiler'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Jobs from './cancelled-by-listeners.ts'

const { cancelledAt } = await load<typeof Jobs>(
  new URL('cancelled-by-listeners.ts', import.meta.url).pathname,
)

describe.each(['in-process', 'threads'] as const)('%s', (transport) => {
  let ctx: Context
  beforeAll(async () => {
    ctx = await Context.local({ slots: 2, transport })
  })
  afterAll(() => ctx.stop())

  test.each(['jobStarted', 'stageStarted', 'taskStarted', 'taskFinished', 'stageFinished'])(
    'a listener that cancels at %s ends the job, and every slot is free again',
    async (kind) => {
      const [first, second] = await cancelledAt(ctx, kind)
      expect(first).toMatchObject({ code: 'ATOMIC3005' })
      expect(second).toBe(2)
    },
  )
})
