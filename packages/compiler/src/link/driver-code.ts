import { ts } from 'ts-morph'
import type { Site } from '../discover/site.ts'
import { contains } from '../program/declaration-scope.ts'
import type { UserProgram } from '../program/user-program.ts'
import type { Edge, Linked } from './linked.ts'
import type { Linker } from './linker.ts'
import { declaredBy } from './state-changes.ts'

/** The code of the program that runs in the driver: its statements and what they use, without the tasks in them. */
export interface DriverCode {
  /** What the driver itself may run. */
  readonly runs: ReadonlySet<Linked>
  /** What it reads, and where. */
  readonly reads: readonly Edge[]
}

/**
 * Finds the code that the driver runs. It begins with the statements of every module and with the declarations that
 * no task reaches, and follows what they use.
 */
export function driverCode(
  program: UserProgram,
  linker: Linker,
  { reached, sites }: { readonly reached: ReadonlySet<Linked>; readonly sites: readonly Site[] },
): DriverCode {
  const runs = new Set<Linked>()
  const reads: Edge[] = []
  for (const file of program.files.values()) {
    for (const statement of file.statements) takeStatement(statement)
  }
  for (const { to } of reads) {
    if (runs.has(to)) continue
    runs.add(to)
    reads.push(...linker.edges(to).filter(isDriver))
  }
  return { runs, reads }

  function takeStatement(statement: ts.Statement): void {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return
    const parts = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement]
    for (const part of parts) {
      const own = declaredBy(part, statement, program, linker)
      if (own && reached.has(own)) continue
      if (own) runs.add(own)
      reads.push(...linker.uses(part).filter(isDriver))
    }
  }

  function isDriver({ at }: Edge): boolean {
    return !sites.some(({ node }) => contains(node, at))
  }
}
