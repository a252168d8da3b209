import { double, isOdd, twice } from '../tasks.ts'
import type { Case } from '../case.ts'

export const cases: readonly Case[] = [
  {
    name: 'map with a captured value',
    of: ['map'],
    over: 'numbers',
    order: 'ordered',
    run(ctx, input, n) {
      const offset = input.length
      return ctx
        .parallelize(input, n)
        .map((x) => x + offset)
        .collect()
    },
    expected: (input) => input.map((x) => x + input.length),
  },
  {
    name: 'mapTask, filterTask, flatMapTask',
    of: ['mapTask', 'filterTask', 'flatMapTask'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx.parallelize(input, n).mapTask(double).flatMapTask(twice).map(double).filterTask(isOdd).collect(),
    expected: (input) => input.map(double).flatMap(twice).map(double).filter(isOdd),
  },
  {
    name: 'filter',
    of: ['filter'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .filter((x) => x > 0)
        .collect(),
    expected: (input) => input.filter((x) => x > 0),
  },
  {
    name: 'flatMap with generators, empty and long results',
    of: ['flatMap'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .flatMap(function* (x) {
          for (let i = 0; i < x; i++) yield [x, i]
        })
        .collect(),
    expected: (input) => input.flatMap((x) => Array.from({ length: Math.max(0, x) }, (_, i) => [x, i])),
  },
  {
    name: 'keyBy',
    of: ['keyBy'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) =>
      ctx
        .parallelize(input, n)
        .keyBy((x) => x % 3)
        .collect(),
    expected: (input) => input.map((x) => [x % 3, x]),
  },
  {
    name: 'keyByTask',
    of: ['keyByTask'],
    over: 'numbers',
    order: 'ordered',
    run: (ctx, input, n) => ctx.parallelize(input, n).keyByTask(isOdd).collect(),
    expected: (input) => input.map((x) => [isOdd(x), x]),
  },
]
