/**
 * Marks a static method as a task: `class Geo { @task static distance(p: Point): number { … } }`. The build step
 * finds it; at run time it does nothing. (A function declaration is marked with a `@task` comment instead, since
 * TypeScript allows decorators on class members only.)
 * @example
 * ```ts
 * import { task } from '@atomic-ts/atomic'
 *
 * class Geo {
 *   @task static distance([x, y]: [number, number]): number {
 *     return Math.hypot(x, y)
 *   }
 * }
 *
 * await ctx.parallelize([[3, 4]]).mapTask(Geo.distance).collect() // => [5]
 * ```
 */
export function task(_method: unknown, _context: unknown): void {}
