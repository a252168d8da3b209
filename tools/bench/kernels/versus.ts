/** An inner loop of the engine and what one would write by hand; both do the same work on the same records. */
export interface Versus {
  readonly ours: () => unknown
  readonly plain: () => unknown
  /** What the plain one is, in a few words. */
  readonly by: string
}

export type Kernels = Readonly<Record<string, Versus>>
