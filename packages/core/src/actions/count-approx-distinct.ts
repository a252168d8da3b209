import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from '../rdd/call-site.ts'
import { DistinctSketch, leastRelativeSD, precisionFor } from '../sketches/distinct-sketch.ts'
import type { ActionOptions } from '../rdd/action-options.ts'
import type { RddBase } from '../rdd/base.ts'
import type { Terminal } from '../operators/step.ts'

/** A sketch of the distinct records of a partition. */
export const sketchRows: Terminal = {
  kind: 'terminal',
  locals: (code) => ({ sketch: `new DistinctSketch(${code.param('precision')})` }),
  record: (_code, x) => `sketch.add(${x})`,
  result: () => '[sketch.registers]',
}

/** About how many different records there are; each partition sends a sketch of a few hundred bytes. */
export async function countApproxDistinct(
  rdd: RddBase<unknown>,
  relativeSD: number,
  options: ActionOptions,
): Promise<number> {
  const precision = sketchPrecision('countApproxDistinct', relativeSD)
  const parts = await rdd.run('countApproxDistinct', { op: 'sketchRows', params: { precision } }, options)
  const sketch = new DistinctSketch(precision)
  for (const registers of parts.flat() as Uint8Array[]) sketch.merge(registers)
  return sketch.estimate()
}

/** The size of sketches for an accuracy; refuses one that they do not have. */
export function sketchPrecision(op: string, relativeSD: number): number {
  if (relativeSD >= leastRelativeSD && relativeSD < 1) return precisionFor(relativeSD)
  throw new AtomicError('ATOMIC2002', {
    what: `${op}(${String(relativeSD)}): the relative standard deviation must be from ${leastRelativeSD.toFixed(4)} to 1.`,
    at: callSite(),
    fix: 'For an exact answer use distinct().count().',
  })
}
