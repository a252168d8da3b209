/** Data that programs make where they need it: as much as is asked for, and the same each time. */

/** A number of 32 bits for each, no two alike (Wellons, Prospecting for Hash Functions). */
export function mixed(n: number): number {
  let x = n | 0
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}

const letters = makeLetters(1 << 16)

/** Text of a length, of letters that compress to about two thirds. */
export function textOf(n: number, length: number): string {
  const from = mixed(n) % (letters.length - length)
  return letters.slice(from, from + length)
}

function makeLetters(length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += String.fromCharCode(97 + (mixed(i) % 26))
  return text
}

/** What is added up of a text: enough to see that it is the right one. */
export function weightOf(text: string): number {
  return text.length * 1000 + text.charCodeAt(0) + text.charCodeAt(text.length - 1)
}
