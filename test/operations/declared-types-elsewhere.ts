import type { Order } from './declared-types.ts'

export function parseOrder(line: string): Order {
  return JSON.parse(line)
}
