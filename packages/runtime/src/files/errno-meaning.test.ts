import { expect, test } from 'vitest'
import { errnoMeaning } from './errno-meaning.ts'

test('errnoMeaning() says in words what the system means', () => {
  expect(errnoMeaning(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toEqual({
    meaning: 'no space is left on the disk (ENOSPC)',
    fix: 'Free some space, or use another disk.',
  })
})

test('errnoMeaning() keeps the words of an error that it does not know', () => {
  expect(errnoMeaning(new Error('strange')).meaning).toBe('strange')
  expect(errnoMeaning('odd').meaning).toBe('odd')
})
