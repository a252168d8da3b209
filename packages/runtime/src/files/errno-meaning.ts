/** What the operating system's error means, in words, and what its user can do about it. */
export interface ErrnoMeaning {
  readonly meaning: string
  readonly fix: string
}

/** Explains an error of the file system: `ENOSPC` is "no space is left on the disk". */
export function errnoMeaning(error: unknown): ErrnoMeaning {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = meanings[code]
  if (known) return { meaning: `${known[0]} (${code})`, fix: known[1] }
  return {
    meaning: error instanceof Error ? error.message : String(error),
    fix: 'Check the path and the disk.',
  }
}

const meanings: Readonly<Record<string, readonly [meaning: string, fix: string]>> = {
  EACCES: ['permission is denied', 'Change its permissions, or run as a user who has them.'],
  EDQUOT: ['the disk quota is used up', 'Free some space, or use another disk.'],
  EEXIST: ['a file is in its place', 'Check the path.'],
  EIO: ['the disk reports an error', 'Check the disk.'],
  EISDIR: ['it is a folder', 'Name a file.'],
  ELOOP: ['its symbolic links go round in a circle', 'Remove the circle.'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n), or use fewer slots.'],
  ENAMETOOLONG: ['its name is too long', 'Use a shorter name.'],
  ENOENT: ['there is no such file or folder', 'Check the path.'],
  ENOSPC: ['no space is left on the disk', 'Free some space, or use another disk.'],
  ENOTDIR: ['a part of its path is a file', 'Check the path.'],
  EPERM: ['the operation is not permitted', 'Change its permissions, or run as a user who has them.'],
  EROFS: ['the file system is read-only', 'Use another disk.'],
}
