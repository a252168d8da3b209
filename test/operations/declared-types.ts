import type { Context, RDD } from '@atomic-ts/atomic'
import { parseOrder } from './declared-types-elsewhere.ts'

/** What the programs below say that they read. */
export interface Order {
  readonly id: number
  readonly kind: 'new' | 'paid'
  readonly items: readonly { readonly name: string; readonly price: number }[]
  readonly note?: string | null
  readonly size?: number
}

/** @task */
export function namedParse(line: string): Order {
  return JSON.parse(line) as Order
}

/** Every way in which text becomes records of a type that nobody proved. */
export const readers: Readonly<Record<string, (ctx: Context, lines: readonly string[]) => RDD<unknown>>> = {
  annotated: (ctx, lines) => ctx.parallelize(lines).map((line): Order => JSON.parse(line)),
  cast: (ctx, lines) => ctx.parallelize(lines).map((line) => JSON.parse(line) as Order),
  asked: (ctx, lines) => ctx.parallelize(lines).map<Order>((line) => JSON.parse(line)),
  mapTask: (ctx, lines) => ctx.parallelize(lines).mapTask(namedParse),
  throughFunction: (ctx, lines) => ctx.parallelize(lines).map((line) => parseOrder(line)),
  flatMap: (ctx, lines) => ctx.parallelize(lines).flatMap((line) => [JSON.parse(line) as Order]),
  values: (ctx, lines) =>
    ctx
      .parallelize(lines)
      .map((line) => [line.length, line])
      .mapValues((line) => JSON.parse(line) as Order)
      .values(),
  mapAsync: (ctx, lines) => ctx.parallelize(lines).mapAsync(async (line) => (await jsonOf(line)) as Order),
  partitions: (ctx, lines) =>
    ctx.parallelize(lines).mapPartitions(function* (part) {
      for (const line of part) yield JSON.parse(line) as Order
    }),
  pipe: (ctx, lines) => ctx.parallelize(lines).pipe(['cat']).map(namedParse),
  parallelize: (ctx, lines) =>
    ctx.parallelize(lines.map((line) => JSON.parse(line) as Order)).map(({ id, kind }) => `${kind} ${id}`),
  afterAny: (ctx, lines) =>
    ctx
      .parallelize(lines)
      .map((line) => JSON.parse(line))
      .map((order: Order) => `${order.kind} ${order.id}`),
}

export const pairs = (ctx: Context, records: readonly (readonly [string, number])[]) =>
  ctx
    .parallelize(records, 2)
    .reduceByKey((a, b) => a + b)
    .collect()

/** An element that may not be there is of a type that says so, here; so nothing is checked, and nothing is wrong. */
export const proved = (ctx: Context, lines: readonly string[]) =>
  ctx
    .parallelize(lines)
    .map((line) => line.split(',')[1] ?? null)
    .collect()

async function jsonOf(text: string): Promise<unknown> {
  return JSON.parse(text)
}
