import type { FileRef, TextSplit } from '@atomic-ts/core/internal'
import { compressionOf } from './compression-of.ts'
import type { Where } from './file-system.ts'
import { findFiles } from './find-files.ts'
import { cutFile, splitSize } from './list-text-splits.ts'

/**
 * Cuts files that have an index of their blocks into byte ranges, of which each becomes a partition: it has the blocks
 * that start in it. An empty file is one, too, so that its reader can say what it thinks of that.
 *
 * @throws ATOMIC5001 when nothing matches, ATOMIC5002 when a file cannot be read
 */
export function listBlockSplits(path: string, minPartitions: number, where: Where): TextSplit[] {
  const files = findFiles(path, where)
  const size = splitSize(files, minPartitions)
  return files.flatMap((file) => (file.size === 0 ? [whole(file)] : cutFile(file, size)))
}

/**
 * Puts whole text files together, of which each has how it is packed.
 *
 * @throws ATOMIC5001 when nothing matches, ATOMIC5002 when a file cannot be read
 */
export function listWholeTexts(path: string, minPartitions: number, where: Where): TextSplit[][] {
  return listWholeFiles(path, minPartitions, where).map((group) =>
    group.map((split) => {
      const compression = compressionOf(split.file.path, where.at)
      return compression ? { ...split, compression } : split
    }),
  )
}

/**
 * Puts whole files together to partitions of about the same number of bytes.
 *
 * @throws ATOMIC5001 when nothing matches, ATOMIC5002 when a file cannot be read
 */
export function listWholeFiles(path: string, minPartitions: number, where: Where): TextSplit[][] {
  const files = findFiles(path, where)
  // A file costs something beside its bytes, and empty ones have none.
  const weightOf = ({ size }: FileRef): number => size + 1
  const goal = files.reduce((sum, file) => sum + weightOf(file), 0) / Math.max(1, minPartitions)
  const groups: TextSplit[][] = []
  let weight = Infinity
  for (const file of files) {
    if (weight + weightOf(file) / 2 > goal) {
      groups.push([])
      weight = 0
    }
    groups.at(-1)?.push(whole(file))
    weight += weightOf(file)
  }
  return groups
}

function whole(file: FileRef): TextSplit {
  return { file, start: 0, end: file.size }
}
