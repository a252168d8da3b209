import { xorshift } from '../workloads/random.ts'

/** How many records each kernel is given. */
const count = 200_000

const next = xorshift(0x2545f4914f6cdd1dn)

export const numbers: readonly number[] = Array.from({ length: count }, () => next(1_000_000))
export const floats: readonly number[] = numbers.map((n) => n / 7)
export const words: readonly string[] = numbers.map((n) => `word${n % 5000}`)
export const numberPairs: readonly (readonly [number, number])[] = numbers.map((n, i) => [n, i])
export const wordPairs: readonly (readonly [string, number])[] = words.map((word) => [word, 1])
export const people = numbers.map((n, i) => ({ id: i, name: `name${n}`, tags: ['a', 'b'], score: n / 7 }))
