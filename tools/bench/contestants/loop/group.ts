import { groupAnswer, summarise } from '../../workloads/group.ts'
import type { Problem } from '../../workloads/workload.ts'
import { readPairs } from '../read-lines.ts'
import { measured, type Run } from '../serve.ts'

export function group({ files }: Problem): Run {
  const pairs = readPairs(files['pairs'])
  return measured({
    job: () => {
      const groups = new Map<number, number[]>()
      for (const [key, value] of pairs) {
        const known = groups.get(key)
        if (known) known.push(value)
        else groups.set(key, [value])
      }
      return Array.from(groups, ([key, values]) => summarise(key, values))
    },
    answer: groupAnswer,
  })
}
