/** Why a value of an otherwise plain kind cannot travel. */
export type RefusalReason = 'kind' | 'depth' | 'symbols' | 'named properties'

/** Thrown inside the codec where a value cannot travel; `explainRefusal` makes an error for the user of it. */
export class Refusal extends Error {
  readonly value: unknown
  readonly reason: RefusalReason

  constructor(value: unknown, reason: RefusalReason = 'kind') {
    super(`refused: ${reason}`)
    this.value = value
    this.reason = reason
  }
}
