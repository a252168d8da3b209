import { expect, test } from 'vitest'
import { tableDiff } from './program-table.ts'

const place = (id: string, line: number) => ({ id, file: 'a.ts', line })

test('tableDiff() says which tasks are missing, which changed, and where', () => {
  const driver = [place('a.ts#main.map@1', 3), place('a.ts#words@1', 8), place('a.ts#same@1', 9)]
  const worker = [place('a.ts#main.map@2', 4), place('a.ts#same@1', 10), place('a.ts#old@1', 20)]
  expect(tableDiff(driver, worker)).toEqual([
    '  ~ a.ts#main.map@1 (a.ts:3), on the worker a.ts#main.map@2 (a.ts:4)',
    '  - a.ts#words@1 (a.ts:8)',
    '  + a.ts#old@1 (a.ts:20)',
  ])
})

test('tableDiff() of tables with the same tasks says nothing', () => {
  expect(tableDiff([place('a.ts#words@1', 8)], [{ id: 'a.ts#words@1' }])).toEqual([])
})
