/** Bytes that may be under way at the same time; who wants more waits for its turn. */
export class Credits {
  #left: number
  readonly #waiting: { readonly bytes: number; go(): void }[] = []

  constructor(bytes: number) {
    this.#left = bytes
  }

  /** Waits until so many bytes may be under way, beside others or alone. */
  take(bytes: number): Promise<void> {
    if (this.#waiting.length === 0 && this.#left >= bytes) {
      this.#left -= bytes
      return Promise.resolve()
    }
    return new Promise((go) => {
      this.#waiting.push({ bytes, go })
    })
  }

  give(bytes: number): void {
    this.#left += bytes
    for (let [next] = this.#waiting; next && this.#left >= next.bytes; [next] = this.#waiting) {
      this.#waiting.shift()
      this.#left -= next.bytes
      next.go()
    }
  }
}
