import { type Data, Type } from 'apache-arrow'

/**
 * Refuses a column whose buffers do not hold what it says that it has: a damaged length would be believed otherwise, and
 * fill the memory with nothing.
 * @throws Error
 */
export function checkData(data: Data): void {
  const { length, children, valueOffsets, nullBitmap, values } = data
  const width = widths[data.typeId]
  if (data.nullCount > 0 && data.typeId !== Type.Null && nullBitmap && nullBitmap.length * 8 < length)
    throw tooLong(length)
  if (width !== undefined && values !== undefined && values.length < length * width) throw tooLong(length)
  if (data.typeId === Type.Bool && values.length * 8 < length) throw tooLong(length)
  if (width === undefined && valueOffsets !== undefined && valueOffsets.length > 0) {
    checkOffsets(valueOffsets, length, children[0]?.length ?? values.length)
  }
  for (const child of children) {
    if (data.typeId === Type.Struct && child.length < length) throw tooLong(length)
    checkData(child)
  }
}

/** How many items of its array a value takes, where there is no offset for each. */
const widths: Readonly<Partial<Record<Type, number>>> = {
  [Type.Int]: 1,
  [Type.Float]: 1,
  [Type.Date]: 1,
  [Type.Timestamp]: 1,
  [Type.Dictionary]: 1,
}

function checkOffsets(offsets: ArrayLike<number | bigint>, length: number, end: number): void {
  if (offsets.length < length + 1) throw tooLong(length)
  for (let i = 0; i < length; i++)
    if (Number(offsets[i]) > Number(offsets[i + 1]) || Number(offsets[i]) < 0)
      throw new Error('offsets go backwards')
  if (Number(offsets[length]) > end) throw new Error('offsets reach beyond what they point into')
}

function tooLong(length: number): Error {
  return new Error(`a column of ${length} values does not hold as many`)
}
