/**
 * The 64-bit xorshift (13, 7, 17) that every contestant uses. Numbers here have 53 bits, so the state is two halves of
 * 32. Gives remainders of the next states.
 */
export function xorshift(seed: bigint): (modulus: number) => number {
  let high = Number(BigInt.asIntN(32, seed >> 32n))
  let low = Number(BigInt.asIntN(32, seed))
  return (modulus) => {
    high ^= (high << 13) | (low >>> 19)
    low ^= low << 13
    low ^= (low >>> 7) | (high << 25)
    high ^= high >>> 7
    high ^= (high << 17) | (low >>> 15)
    low ^= low << 17
    return (((high >>> 0) % modulus) * (2 ** 32 % modulus) + (low >>> 0)) % modulus
  }
}

/** A number from -0.5 to 0.5 that depends on its index only, so that every task can make its own part of the data. */
export function noise(index: number): number {
  return (Math.imul(index + 1, 0x9e3779b1) >>> 0) / 2 ** 32 - 0.5
}
