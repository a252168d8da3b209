/** Makes a view, or a buffer, of bytes that belong to nothing else. */
type FromBytes = (buffer: ArrayBuffer) => ArrayBufferView | ArrayBuffer

/** Binary values by the name of their class. */
export const binaryKinds: ReadonlyMap<string, FromBytes> = new Map<string, FromBytes>([
  ['ArrayBuffer', (buffer) => buffer],
  ['DataView', (buffer) => new DataView(buffer)],
  ['Int8Array', (buffer) => new Int8Array(buffer)],
  ['Uint8Array', (buffer) => new Uint8Array(buffer)],
  ['Uint8ClampedArray', (buffer) => new Uint8ClampedArray(buffer)],
  ['Int16Array', (buffer) => new Int16Array(buffer)],
  ['Uint16Array', (buffer) => new Uint16Array(buffer)],
  ['Int32Array', (buffer) => new Int32Array(buffer)],
  ['Uint32Array', (buffer) => new Uint32Array(buffer)],
  ['Float32Array', (buffer) => new Float32Array(buffer)],
  ['Float64Array', (buffer) => new Float64Array(buffer)],
  ['BigInt64Array', (buffer) => new BigInt64Array(buffer)],
  ['BigUint64Array', (buffer) => new BigUint64Array(buffer)],
])
