// Not the library's own: a mark at its start belongs to a text, and what is no UTF-8 is damage.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text of a value.
 * @throws Error when its bytes are no UTF-8
 */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new Error('a text is no UTF-8', { cause })
  }
}
