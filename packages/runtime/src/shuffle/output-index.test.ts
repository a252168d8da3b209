import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blocksIn, outputIndex, partitionsIn, receivedIndex, type IndexedBlock } from './output-index.ts'
import { roughSize, roughSizes } from './rough-sizes.ts'

const numbers = fc.maxSafeNat()
const block: fc.Arbitrary<IndexedBlock> = fc.record({
  offset: numbers,
  size: numbers,
  length: fc.nat(),
  records: numbers,
})
const blocks = fc.array(fc.array(block, { maxLength: 3 }), { maxLength: 20 })

test('an index gives the blocks of each partition that it was made of, here and elsewhere', () => {
  fc.assert(
    fc.property(blocks, (partitions) => {
      const index = outputIndex(partitions.entries())
      // What comes over a connection lies anywhere in memory.
      const elsewhere = new Uint8Array(index.length + 3).subarray(3)
      elsewhere.set(index)
      for (const each of [index, receivedIndex(elsewhere)]) {
        for (const [partition, own] of partitions.entries()) expect(blocksIn(each, partition)).toEqual(own)
        expect(blocksIn(each, partitions.length)).toEqual([])
        const some = [...partitions.entries()].filter(([, own]) => own.length > 0)
        expect([...partitionsIn(each)]).toEqual(some)
      }
    }),
  )
})

test('rough sizes are right to a tenth, and nothing is said of nothing', () => {
  fc.assert(
    fc.property(blocks, (partitions) => {
      const sizes = roughSizes(outputIndex(partitions.entries()), 10)
      for (const [partition, own] of partitions.entries()) {
        const bytes = own.reduce((sum, { length }) => sum + length, 0)
        if (bytes <= 1) continue
        const ratio = roughSize(sizes, partition) / bytes
        expect(ratio).toBeGreaterThan(0.999)
        expect(ratio).toBeLessThan(1.101)
      }
    }),
  )
  expect(roughSizes(outputIndex([]), 10)).toBeUndefined()
  expect(
    roughSizes(outputIndex([[3, [{ offset: 0, size: 9, length: 9, records: 1 }]]]), 1000),
  ).toBeUndefined()
})

test('what is no index is refused', () => {
  expect(() => receivedIndex(undefined)).toThrow('no index')
  expect(() => receivedIndex(new Uint8Array(39))).toThrow('no index')
  expect(() => receivedIndex(new Uint8Array(Float64Array.of(0, 0, -1, 0, 0).buffer))).toThrow('no blocks')
})
