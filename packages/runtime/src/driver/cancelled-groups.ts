// As many as Spark keeps by default; the oldest are forgotten first.
const limit = 1000

/** The groups whose jobs are cancelled before they begin, and why. */
export class CancelledGroups {
  readonly #whys = new Map<string, string>()

  add(group: string, why: string): void {
    this.#whys.delete(group)
    this.#whys.set(group, why)
    const [oldest] = this.#whys.keys()
    if (this.#whys.size > limit && oldest !== undefined) this.#whys.delete(oldest)
  }

  /** Why a job of a group must not begin; `undefined` when it may. */
  whyOf(group: string | undefined): string | undefined {
    return group === undefined ? undefined : this.#whys.get(group)
  }
}
