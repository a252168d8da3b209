import { xorshift } from '../workloads/random.ts'

/** How many records each kernel is given. */
export const count = 200_000

const next = xorshift(0x2545f4914f6cdd1dn)

type Pairs<K> = readonly (readonly [key: K, value: number])[]

export const numbers: readonly number[] = Array.from({ length: count }, () => next(1_000_000))
export const floats: readonly number[] = numbers.map((n) => n / 7)
export const words: readonly string[] = numbers.map((n) => `word${n % 5000}`)
/** Some fifty thousand keys. */
export const intPairs: Pairs<number> = numbers.map((n, i) => [n % 50_000, i])
export const floatPairs: Pairs<number> = numbers.map((n, i) => [(n % 50_000) / 7, i])
export const wordPairs: Pairs<string> = words.map((word, i) => [word, i])
export const compositePairs: Pairs<readonly [string, number]> = numbers.map((n, i) => [
  [`word${n % 500}`, n % 10],
  i,
])
export const people = numbers.map((n, i) => ({ id: i, name: `name${n}`, tags: ['a', 'b'], score: n / 7 }))
