import { ts } from 'ts-morph'
import { isTagged } from '../discover/doc-tags.ts'
import type { Site } from '../discover/site.ts'
import { declarationOf } from '../program/declaration-scope.ts'
import type { UserProgram } from '../program/user-program.ts'
import type { CaptureContext } from './find-closure.ts'
import { outsideOf } from './own-this.ts'
import { refusalOf, type Refusal } from './serialisable.ts'
import { declaredPlace, operatorPlace, taskWords } from './task-words.ts'

/** Reports a captured variable whose value cannot be sent to a worker. */
export function checkCapture(
  name: ts.Identifier,
  symbol: ts.Symbol,
  site: Site,
  context: CaptureContext,
): void {
  const { program, report } = context
  const type = program.checker.getTypeOfSymbolAtLocation(symbol, name)
  const refusal = refusalOf(type, program.checker) ?? madeInstance(type, symbol, program)
  if (!refusal) return
  const { code, is, path } = refusal
  const what =
    code === 'ATOMIC1006' ? functionMessage(name, symbol, refusal) : `\`${name.text}${path}\` is ${is}`
  const message = `${taskWords(site)} captures \`${name.text}\`, but ${what}`
  const related = [...declaredPlace(symbol), ...operatorPlace(site)]
  report.add({ code, at: name, message, remedy: remedyOf(refusal, name.text), related })
}

/** A class of fields alone looks like a plain object to the type checker; what `new` made of it does not travel. */
function madeInstance(
  type: ts.Type,
  symbol: ts.Symbol,
  { checker, files }: UserProgram,
): Refusal | undefined {
  const declaration = declarationOf(symbol)
  const isMade =
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    ts.isNewExpression(declaration.initializer)
  const made = type.getSymbol()
  const isOwn = made?.declarations?.some(
    (each) => ts.isClassLike(each) && files.has(each.getSourceFile().fileName) && !each.heritageClauses,
  )
  return isMade && isOwn && !isTagged(type, 'shared', checker)
    ? { code: 'ATOMIC1005', is: `an instance of ${made?.name}, and only plain objects travel`, path: '' }
    : undefined
}

function functionMessage(name: ts.Identifier, symbol: ts.Symbol, { is, path }: Refusal): string {
  if (path !== '') return `\`${name.text}${path}\` is ${is}, and functions do not travel as values`
  const origin = originOf(declarationOf(symbol))
  return `it is ${is} ${origin}, so the build step cannot tell which code a worker must have`
}

function originOf(declaration: ts.Declaration | undefined): string {
  if (declaration && ts.isBindingElement(declaration)) return 'taken out of another value'
  const isSet = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  if (!isSet) return 'found only when the program runs'
  const { suspension, receiver } = outsideOf(isSet)
  if (suspension) return 'found only when the program runs'
  return receiver ? 'taken out of another value' : 'set in more than one place'
}

function remedyOf({ code, is, path }: Refusal, name: string): string {
  const isPart = path !== '' && (code === 'ATOMIC1002' || code === 'ATOMIC1003')
  if (isPart) {
    return (
      `Only the driver has it. Take the data that the task needs out of \`${name}\` first,\n` +
      `\`const { limit } = ${name}\`, and use that in the task.`
    )
  }
  switch (code) {
    case 'ATOMIC1002':
      return `A task works on records; only the driver has a context. Do the work with \`${name}\` outside of the task.`
    case 'ATOMIC1003':
      return (
        `An RDD cannot be used inside another one's task. Combine the two with join or cogroup,\n` +
        `or collect the smaller one first and use its records: \`const records = await ${name}.collect()\`.`
      )
    case 'ATOMIC1005':
      return (
        `Only data travels, without its class and methods. Capture the fields that the task needs,\n` +
        `or make the instance inside the task (per partition with mapPartitions).`
      )
    case 'ATOMIC1006':
      return path === ''
        ? `Declare it as a function, \`const ${name} = (…) => …\`, or name a function of a module.`
        : 'Name a function of a module in the task, and capture only the data.'
    default:
      if (is.startsWith('a Promise<')) return `Await it first, and capture the result.`
      return (
        `Capture the data that it is made from,\n` +
        `and make the object inside the task (per partition with mapPartitions).`
      )
  }
}
