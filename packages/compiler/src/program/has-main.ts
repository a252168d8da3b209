import { isFunctionType } from '../capture/function-type.ts'
import { defaultExport } from './module-exports.ts'
import type { UserProgram } from './user-program.ts'

/** True when the entry's default export is a function: the program's `main`. */
export function hasMain({ entry, checker }: UserProgram): boolean {
  const main = defaultExport(entry, checker)
  return main !== undefined && isFunctionType(checker.getTypeOfSymbolAtLocation(main, entry), checker)
}
