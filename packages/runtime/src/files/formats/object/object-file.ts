/** What an object file begins with: a magic and the version of its layout. */
export const header: Buffer = Buffer.from('ATOMICOF\u0001\0\0\0', 'latin1')

/** What it ends with, behind the length of the index. */
export const magic: Buffer = header.subarray(0, 8)

/** The length of the index, and the magic. */
export const trailerSize: number = 4 + magic.length
