import { Context } from '@atomic-ts/runtime'
import { expect, test } from 'vitest'

/** JavaScript, and whatever else has no types, gives what the types would refuse. */
test.each([
  ['speculation', '{ "speculation": true }'],
  ['exclusion', '{ "exclusion": true }'],
  ['exclusion', '{ "exclusion": null }'],
  ['scheduler', '{ "scheduler": "FAIR" }'],
  ['scheduler.pools', '{ "scheduler": { "pools": 3 } }'],
  ['scheduler.pools.mine', '{ "scheduler": { "pools": { "mine": true } } }'],
  ['s3', '{ "s3": true }'],
  ['allocation', '{ "allocation": 4 }'],
  ['security', '{ "security": "a secret that nobody else knows" }'],
])('the option %s must hold settings: %s', async (name, options) => {
  await expect(Context.create(JSON.parse(options))).rejects.toMatchObject({
    code: 'ATOMIC2005',
    message: expect.stringMatching(
      new RegExp(`^ATOMIC2005: The option ${name} is [a-z0-9 ]+; it must be an object with settings\\.`),
    ),
  })
})

test('a secret that is given as an option of its own is not told', async () => {
  const options = '{ "security": "a secret that nobody else knows" }'
  const refused: unknown = await Context.create(JSON.parse(options)).catch(String)
  expect(refused).toContain('The option security is a text')
  expect(refused).not.toContain('nobody else')
})

test('without settings, speculation has the defaults', async () => {
  await using ctx = await Context.create({
    slots: 1,
    transport: 'in-process',
    speculation: {},
    exclusion: false,
  })
  expect(await ctx.range(4).count()).toBe(4)
})
