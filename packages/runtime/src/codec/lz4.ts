import { createRequire } from 'node:module'
import type lz4Napi from 'lz4-napi'

let loaded: typeof lz4Napi | undefined

/** Compression in native code, which is loaded when it is needed first: most jobs write to no disk and fetch from no worker. */
export function lz4(): typeof lz4Napi {
  return (loaded ??= createRequire(import.meta.url)('lz4-napi') as typeof lz4Napi)
}
