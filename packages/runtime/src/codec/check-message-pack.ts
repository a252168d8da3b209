/** What `prepare` makes of the deepest value: an escape puts two levels where there was one. */
const deepest = 2000

/**
 * Looks through MessagePack before it is unpacked: everything that it announces is there, nothing is nested deeper than
 * what we write, and there is nothing in it that we do not write, such as extensions, by which the reader would make
 * objects of classes. Costs no memory, whatever the bytes are.
 *
 * @throws Error when the bytes are not such MessagePack, or not one value
 */
export function checkMessagePack(bytes: Uint8Array): void {
  let at = 0
  /** Values that are left in each array and map around this place. */
  let left = 1
  let depth = 0
  for (;;) {
    while (left === 0) {
      if (depth === 0) {
        if (at !== bytes.length) throw new Error('There is data after the end of MessagePack.')
        return
      }
      left = pending[--depth] ?? 0
    }
    left--
    const token = bytes[at++]
    if (token === undefined) throw cutOff()
    const inner = token < 0x80 || token >= 0xe0 ? 0 : open(token)
    if (inner > 0) {
      // Each value takes a byte at least.
      if (inner > bytes.length - at) throw cutOff()
      if (depth === deepest) throw new Error('MessagePack is nested too deep.')
      pending[depth++] = left
      left = inner
    }
  }

  /** Passes what belongs to a token, and gives how many values follow in it. */
  function open(token: number): number {
    if (token < 0x90) return 2 * (token & 0x0f)
    if (token < 0xa0) return token & 0x0f
    if (token < 0xc0) return pass(token & 0x1f)
    switch (token) {
      case 0xc0: // null
      case 0xc2: // false
      case 0xc3: // true
        return 0
      case 0xc4: // bytes
      case 0xd9: // text
        return pass(size(1))
      case 0xc5:
      case 0xda:
        return pass(size(2))
      case 0xc6:
      case 0xdb:
        return pass(size(4))
      case 0xcc: // integers and doubles by their width
      case 0xd0:
        return pass(1)
      case 0xcd:
      case 0xd1:
        return pass(2)
      case 0xca:
      case 0xce:
      case 0xd2:
        return pass(4)
      case 0xcb:
      case 0xcf:
      case 0xd3:
        return pass(8)
      case 0xd4: // the one extension that is written: undefined
        if (size(2) === 0) return 0
        break
      case 0xdc: // arrays
        return size(2)
      case 0xdd:
        return size(4)
      case 0xde: // maps
        return 2 * size(2)
      case 0xdf:
        return 2 * size(4)
    }
    throw new Error('MessagePack holds what is never written.')
  }

  function pass(length: number): 0 {
    at += length
    if (at > bytes.length) throw cutOff()
    return 0
  }

  function size(width: 1 | 2 | 4): number {
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + (bytes[at + i] ?? 0)
    pass(width)
    return value
  }
}

/** Used again by each call: none starts inside of another. */
const pending = new Float64Array(deepest)

function cutOff(): Error {
  return new Error('MessagePack ends too early.')
}
