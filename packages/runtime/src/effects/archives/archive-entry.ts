/** What an archive holds in one place. */
export interface ArchiveEntry {
  /** Its path in the archive, as it is written there. */
  readonly name: string
  readonly content: EntryContent
}

export type EntryContent =
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly mode: number; readonly data: AsyncIterable<unknown> }
  /** Leads to what is at a path, seen from the folder that it is in. */
  | { readonly kind: 'symlink'; readonly target: string }
  /** The same file as another one, by its path in the archive. */
  | { readonly kind: 'hardlink'; readonly target: string }
  /** A device, a socket and whatever else is neither file nor folder. */
  | { readonly kind: 'other' }

/** Something in an archive that must not come out. */
export class UnsafeEntry extends Error {}
