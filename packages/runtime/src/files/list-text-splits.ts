import type { FileRef, TextSplit } from '@atomic-ts/core/internal'
import { compressionOf } from './compression-of.ts'
import type { Where } from './file-system.ts'
import { findFiles } from './find-files.ts'

/**
 * Cuts the text files that a path names into byte ranges, of which each becomes a partition. Empty files give none.
 *
 * @param path a file, a folder (its visible files, by name), a glob, or several of these with commas between
 * @param minPartitions how many splits to aim for; there may be more, because a split is of one file and of 32 MB at
 *   most, and fewer where files are compressed
 * @throws ATOMIC5001 when nothing matches, ATOMIC5002 when a file cannot be read
 */
export function listTextSplits(path: string, minPartitions: number, where: Where = {}): TextSplit[] {
  const files = findFiles(path, where)
  const size = splitSize(files, minPartitions)
  return files.flatMap((file) => {
    const compression = compressionOf(file.path, where.at)
    // Compressed files cannot be entered in the middle; an empty one was cut short, as its reader says.
    if (compression) return [{ file, start: 0, end: file.size, compression }]
    return file.size === 0 ? [] : cutFile(file, size)
  })
}

/** How large the splits of some files should be. */
export function splitSize(files: readonly FileRef[], minPartitions: number): number {
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const goal = Math.floor(total / Math.max(1, minPartitions))
  return Math.max(1, Math.min(goal, largestSplit))
}

// Hadoop cuts at its block size, 128 MB. Smaller splits keep more cores busy to the end, and are cheaper to retry.
const largestSplit = 32 * 2 ** 20

// The last split of a file may be this much larger, rather than leave a tiny one behind.
const slop = 1.1

/** The byte ranges of a file, of about one size. */
export function cutFile(file: FileRef, bytes: number): TextSplit[] {
  const { size } = file
  const splits: TextSplit[] = []
  let start = 0
  for (; (size - start) / bytes > slop; start += bytes) splits.push({ file, start, end: start + bytes })
  splits.push({ file, start, end: size })
  return splits
}
