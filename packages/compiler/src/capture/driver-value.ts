import { ts } from 'ts-morph'
import type { Declared, Linked } from '../link/linked.ts'
import type { Linker } from '../link/linker.ts'
import { reach } from '../link/reach.ts'
import { eachReference } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'
import { isFunctionType } from './function-type.ts'
import { isOfOneRun } from './of-one-run.ts'
import { refusalOf } from './serialisable.ts'

/**
 * True for a module-level constant that only the driver can make: from a context's results, from the process that the
 * user started, from chance or the clock. A task of the same module captures it as if it stood in a function.
 */
export function isDriverValue(linked: Linked, program: UserProgram, linker: Linker): boolean {
  const known = answers.get(linked)
  if (known !== undefined) return known
  const answer =
    linked.kind === 'declared' && linked.nodes.every(isConstant) && isMadeByDriver(linked, program, linker)
  answers.set(linked, answer)
  return answer
}

const answers = new WeakMap<Linked, boolean>()

function isMadeByDriver(linked: Declared, program: UserProgram, linker: Linker): boolean {
  const isDriverMade =
    readsProcess(linked, program) ||
    isOfOneRun(linked, program, linker) ||
    reachesDriver(linked, program, linker)
  return (
    isDriverMade && linked.nodes.filter(ts.isVariableDeclaration).every((node) => travels(node.name, program))
  )
}

function isConstant(node: ts.Node): boolean {
  return ts.isVariableDeclaration(node) && (node.parent.flags & ts.NodeFlags.Const) !== 0
}

function readsProcess({ nodes }: Declared, { checker, files }: UserProgram): boolean {
  let found = false
  for (const node of nodes) {
    eachReference(node, checker, (name, symbol) => {
      const isGlobal = !symbol.declarations?.some((each) => files.has(each.getSourceFile().fileName))
      if (name.text === 'process' && isGlobal) found = true
    })
  }
  return found
}

function reachesDriver(linked: Declared, program: UserProgram, linker: Linker): boolean {
  return [...reach(linker.edges(linked), linker).keys()].some(
    (each) =>
      each.kind === 'declared' &&
      each.nodes.filter(ts.isVariableDeclaration).some(({ name }) => isDriverOnly(name, program)),
  )
}

function isDriverOnly(name: ts.Node, { checker }: UserProgram): boolean {
  const refusal = refusalOf(checker.getTypeAtLocation(name), checker)
  return refusal?.code === 'ATOMIC1002' || refusal?.code === 'ATOMIC1003'
}

function travels(name: ts.Node, { checker }: UserProgram): boolean {
  const type = checker.getTypeAtLocation(name)
  return !isFunctionType(type, checker) && refusalOf(type, checker) === undefined
}
