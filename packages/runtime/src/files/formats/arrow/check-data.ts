import { type Data, type DataType, Type } from 'apache-arrow'

/**
 * Refuses a column whose buffers do not hold what it says that it has: a damaged length would be believed otherwise, and
 * fill the memory with nothing.
 * @throws Error
 */
export function checkData(data: Data): void {
  const { length, children, valueOffsets, values } = data
  checkNulls(data)
  const width = widthOf(data)
  if (width !== undefined && values !== undefined && values.length < length * width) throw tooLong(length)
  if (data.typeId === Type.Bool && values.length * 8 < length) throw tooLong(length)
  if (
    width === undefined &&
    valueOffsets !== undefined &&
    (valueOffsets.length > 0 || isByOffset.has(data.typeId))
  ) {
    checkOffsets(valueOffsets, length, children[0]?.length ?? values.length)
  }
  for (const child of children) {
    const perValue = data.typeId === Type.FixedSizeList ? numberIn(data.type, 'listSize') : 1
    const isPerValue = data.typeId === Type.Struct || data.typeId === Type.FixedSizeList
    if (isPerValue && child.length < length * perValue) throw tooLong(length)
    checkData(child)
  }
  for (const known of data.dictionary?.data ?? []) checkOnce(known as Data)
}

/** A dictionary is shared by all of its batches. */
function checkOnce(data: Data): void {
  if (checked.has(data)) return
  checkData(data)
  checked.add(data)
}

const checked = new WeakSet<Data>()

/** How many items of its array a value takes, where there is no offset for each. */
function widthOf({ type, typeId }: Data): number | undefined {
  if (typeId === Type.FixedSizeBinary) return numberIn(type, 'byteWidth')
  return widths[typeId]
}

const widths: Readonly<Partial<Record<Type, number>>> = {
  [Type.Int]: 1,
  [Type.Float]: 1,
  [Type.Date]: 1,
  [Type.Timestamp]: 1,
  [Type.Dictionary]: 1,
  [Type.Utf8View]: 16,
  [Type.BinaryView]: 16,
}

const isByOffset: ReadonlySet<Type> = new Set([
  ...[Type.Utf8, Type.LargeUtf8, Type.Binary, Type.LargeBinary],
  ...[Type.List, Type.LargeList, Type.Map],
])

function numberIn(type: DataType, name: 'byteWidth' | 'listSize'): number {
  const value: unknown = Reflect.get(type, name)
  if (typeof value === 'number' && value >= 0) return value
  throw new Error(`a type has no ${name}`)
}

function checkNulls({ length, nullCount, nullBitmap, typeId }: Data): void {
  if (nullCount <= 0 || typeId === Type.Null || typeId === Type.Union) return
  if (!nullBitmap || nullBitmap.length * 8 < length) throw tooLong(length)
  let present = 0
  for (let i = 0; i < length >> 3; i++) present += bitsIn(nullBitmap[i] ?? 0)
  const rest = length & 7
  if (rest > 0) present += bitsIn((nullBitmap[length >> 3] ?? 0) & ((1 << rest) - 1))
  if (present !== length - nullCount)
    throw new Error(`a column says that ${nullCount} of its values are missing, and ${length - present} are`)
}

function bitsIn(byte: number): number {
  const pairs = byte - ((byte >> 1) & 0x55)
  const fours = (pairs & 0x33) + ((pairs >> 2) & 0x33)
  return (fours + (fours >> 4)) & 0x0f
}

function checkOffsets(offsets: ArrayLike<number | bigint>, length: number, end: number): void {
  // A column without values may come without offsets.
  if (length === 0 && offsets.length === 0) return
  if (offsets.length < length + 1) throw tooLong(length)
  for (let i = 0; i < length; i++)
    if (Number(offsets[i]) > Number(offsets[i + 1]) || Number(offsets[i]) < 0)
      throw new Error('offsets go backwards')
  if (Number(offsets[length]) > end) throw new Error('offsets reach beyond what they point into')
}

function tooLong(length: number): Error {
  return new Error(`a column of ${length} values does not hold as many`)
}
