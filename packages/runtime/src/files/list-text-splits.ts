import type { TextSplit } from '@atomic-ts/core/internal'
import { findFiles, type FoundFile } from './find-files.ts'

/**
 * Cuts the text files that a path names into byte ranges, of which each becomes a partition. Empty files give none.
 *
 * @param path a file, a folder (its visible files, by name), a glob, or several of these with commas between
 * @param minPartitions how many splits to aim for; there may be more, because a split is of one file and of 32 MB at
 *   most, and fewer where files are compressed
 * @param at where the user asked for it, for error messages
 * @throws ATOMIC5001 when nothing matches, ATOMIC5002 when a file cannot be read
 */
export function listTextSplits(path: string, minPartitions: number, at?: string): TextSplit[] {
  const files = findFiles(path, at)
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const goal = Math.floor(total / Math.max(1, minPartitions))
  const size = Math.max(1, Math.min(goal, largestSplit))
  return files.flatMap((file) => cut(file, size))
}

// Hadoop cuts at its block size, 128 MB. Smaller splits keep more cores busy to the end, and are cheaper to retry.
const largestSplit = 32 * 2 ** 20

// The last split of a file may be this much larger, rather than leave a tiny one behind.
const slop = 1.1

function cut({ path, size }: FoundFile, splitSize: number): TextSplit[] {
  if (size === 0) return []
  // Compressed files cannot be entered in the middle.
  if (path.endsWith('.gz')) return [{ path, start: 0, end: size, gzip: true }]
  const splits: TextSplit[] = []
  let start = 0
  for (; (size - start) / splitSize > slop; start += splitSize)
    splits.push({ path, start, end: start + splitSize, gzip: false })
  splits.push({ path, start, end: size, gzip: false })
  return splits
}
