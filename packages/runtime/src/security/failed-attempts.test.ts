import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FailedAttempts } from './failed-attempts.ts'

test('an address has sixty attempts a minute, whatever others do', () => {
  let now = 0
  const attempts = new FailedAttempts(() => now)
  for (let i = 1; i < 60; i++) expect(attempts.add('10.0.0.1')).toBe(false)
  expect(attempts.isSpent('10.0.0.1')).toBe(false)
  expect(attempts.add('10.0.0.1')).toBe(true)
  expect(attempts.isSpent('10.0.0.1')).toBe(true)
  expect(attempts.isSpent('10.0.0.2')).toBe(false)
  now = 60_000
  expect(attempts.isSpent('10.0.0.1')).toBe(false)
})

test('the addresses of one IPv6 network count as one', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV6(), (one, other) => {
      const attempts = new FailedAttempts(() => 0)
      const [mine, theirs] = [groupsOf(one), groupsOf(other)]
      const neighbour = [...mine.slice(0, 4), ...theirs.slice(4)].join(':')
      for (let i = 0; i < 60; i++) attempts.add(mine.join(':'))
      expect(attempts.isSpent(neighbour)).toBe(true)
      expect(attempts.isSpent(theirs.join(':'))).toBe(theirs.slice(0, 4).join() === mine.slice(0, 4).join())
    }),
  )
  const attempts = new FailedAttempts(() => 0)
  for (let i = 0; i < 60; i++) attempts.add('fe80::1')
  expect([attempts.isSpent('fe80::2'), attempts.isSpent('fe81::1')]).toEqual([true, false])
})

test('addresses without number take no memory', () => {
  const attempts = new FailedAttempts(() => 0)
  const addressOf = (i: number): string => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`
  for (let i = 0; i < 60; i++) attempts.add('192.168.0.1')
  for (let i = 0; i < 20_000; i++) attempts.add(addressOf(i))
  // The oldest are forgotten.
  expect(attempts.isSpent('192.168.0.1')).toBe(false)
})

/** An address without the short forms. */
function groupsOf(address: string): string[] {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail = ''] = groups.split('::')
  const of = (text: string): string[] => text.split(':').filter((group) => group !== '')
  if (!groups.includes('::')) return of(groups)
  const zeros = Array.from({ length: 8 - of(head).length - of(tail).length }, () => '0')
  return [...of(head), ...zeros, ...of(tail)]
}
