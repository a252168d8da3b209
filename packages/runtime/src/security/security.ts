import type { KeyObject } from 'node:crypto'
import type { Tls } from './tls.ts'

/** How the connections of a process are protected. */
export interface Security {
  /** What both ends of every connection prove that they know. */
  readonly secret?: KeyObject | undefined
  /** Certificates; connections are plain without. */
  readonly tls?: Tls | undefined
}
