import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { SentSources } from '../transport/cluster/sent-sources.ts'
import type { LaunchTask, WireSplit } from '../wire/messages.ts'
import { KeptSources } from './kept-sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'atomic-sources-'))
afterAll(() => rmSync(folder, { recursive: true }))

const part = fc.record({ node: fc.nat(2), partition: fc.nat(3) })
const reads = fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { maxLength: 12 })

test('a task gets the records that it names, however often they were sent, in memory and on disk', () => {
  fc.assert(
    fc.property(reads, fc.boolean(), (tasks, hasRoom) => {
      const sent = new SentSources()
      const kept = new KeptSources(MemoryBudget.of(hasRoom ? 1 << 20 : 0), folder)
      const seen = new Set<string>()
      for (const parts of tasks) {
        const launched = sent.launch({ message: launch(inputs(parts)), blocks: parts.map(bytesOf) })
        const fresh = new Set(parts.map(nameOf).filter((name) => !seen.has(name)))
        expect(launched.blocks).toHaveLength(fresh.size)
        for (const name of fresh) seen.add(name)
        const { message, blocks } = kept.take(launched)
        expect(blocksOf(message.split).map((block) => [...(blocks[block] ?? [])])).toEqual(
          parts.map((each) => [...bytesOf(each)]),
        )
      }
      for (const node of [0, 1, 2]) {
        expect(sent.forget(node)).toBe([...seen].some((name) => name.startsWith(`${node} `)))
        kept.forget(node)
      }
      expect(readdirSync(folder)).toEqual([])
    }),
  )
})

test('records that never came are an error', () => {
  const kept = new KeptSources(MemoryBudget.of(0), folder)
  const message = launch({ kind: 'kept', node: 3, partition: 1 })
  expect(() => kept.take({ message, blocks: [] })).toThrow('Partition 1 of source 3 never came')
})

interface Part {
  readonly node: number
  readonly partition: number
}

function nameOf({ node, partition }: Part): string {
  return `${node} ${partition}`
}

function bytesOf({ node, partition }: Part): Uint8Array {
  return Uint8Array.of(node, partition, 7)
}

function inputs(parts: readonly Part[]): WireSplit {
  return {
    kind: 'inputs',
    parts: parts.map((of, block) => ({ input: block, index: 0, split: { kind: 'block', block, of } })),
  }
}

function blocksOf(split: WireSplit): readonly number[] {
  if (split.kind === 'inputs') return split.parts.flatMap((each) => blocksOf(each.split))
  return split.kind === 'block' ? [split.block] : []
}

function launch(split: WireSplit): LaunchTask {
  const task = { job: 1, stage: 0, partition: 0, attempt: 0 }
  return { kind: 'launch', task, program: 1, pipeline: 0, index: 0, split, attemptId: 1, partitions: 1 }
}
