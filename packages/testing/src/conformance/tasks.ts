/** @task */
export function double(n: number): number {
  return n * 2
}

/** @task */
export function isOdd(n: number): boolean {
  return n % 2 !== 0
}

/** @task */
export function twice(n: number): number[] {
  return [n, n]
}

/** @task */
export function add(a: number, b: number): number {
  return a + b
}
