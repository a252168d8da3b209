import type { TextSplit } from '@atomic-ts/core/internal'
import { openTextSplit } from '../read-text-split.ts'

/** How many lines of a file start before a split: only an error asks, so the file is read for it. */
export async function linesBefore({ file, start, compression }: TextSplit): Promise<number> {
  let lines = 0
  if (start === 0 || compression) return lines
  for await (const chunk of openTextSplit({ file, start: 0, end: start })) lines += chunk.length
  return lines
}
