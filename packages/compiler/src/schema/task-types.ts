import { basename } from 'node:path'
import type { DeclaredType, TaskTypes } from '@atomic-ts/core/internal'
import { ts } from 'ts-morph'
import { signaturesOf } from '../capture/function-type.ts'
import type { FoundTasks } from '../discover/find-tasks.ts'
import type { Site } from '../discover/site.ts'
import type { Task } from '../discover/task.ts'
import type { Linker } from '../link/linker.ts'
import type { UserProgram } from '../program/user-program.ts'
import { askedSignature } from './asked-signature.ts'
import { Doubts } from './doubts.ts'
import { askedResult } from './task-schemas.ts'
import { ShapesOfTypes } from './shapes-of-types.ts'

/** Gives each task the types that are checked where data enters; `undefined` when there is nothing to check. */
export function taskTypes(
  program: UserProgram,
  linker: Linker,
  { sites }: Pick<FoundTasks, 'sites'>,
): (task: Task) => TaskTypes | undefined {
  const { checker } = program
  const doubts = new Doubts(program, linker)
  return typesOf

  function typesOf(task: Task): TaskTypes | undefined {
    // JavaScript declares nothing; without strict null checks, every type also means null.
    if (!program.isStrict || /\.[cm]?jsx?$/.test(task.file.fileName)) return undefined
    const [signature, ...others] = signaturesOf(task.type, checker)
    if (!signature || others.length > 0) return undefined
    const table = new ShapesOfTypes(checker)
    const record = recordOf(signature, task, table)
    const result = doubts.isIn(task) ? resultOf(signature, task, table) : undefined
    if (!record && !result) return undefined
    const doubtsRecord = sites.some(({ site, task: of }) => of === task && givesAny(site))
    return {
      shapes: table.shapes,
      ...(record ? { record } : {}),
      ...(record && doubtsRecord ? { doubtsRecord } : {}),
      ...(result ? { result } : {}),
    }
  }

  function recordOf(signature: ts.Signature, task: Task, table: ShapesOfTypes): DeclaredType | undefined {
    const [parameter] = signature.getParameters()
    const declaration = parameter?.valueDeclaration
    if (!parameter || !declaration || !ts.isParameter(declaration) || declaration.dotDotDotToken)
      return undefined
    // A default value stands in for what is missing.
    if (declaration.initializer) return undefined
    return declared(checker.getTypeOfSymbol(parameter), task, table)
  }

  function resultOf(signature: ts.Signature, task: Task, table: ShapesOfTypes): DeclaredType | undefined {
    const asked = task.body.kind === 'code' ? askedResult(task.body.node, checker) : undefined
    for (const type of [...(asked ? [asked] : []), signature.getReturnType()]) {
      const found = declared(checker.getAwaitedType(type) ?? type, task, table)
      if (found) return found
    }
    return undefined
  }

  function declared(type: ts.Type, task: Task, table: ShapesOfTypes): DeclaredType | undefined {
    const index = table.add(type)
    const shape = table.shapes[index]
    if (shape?.kind === 'any') return undefined
    const symbol = type.aliasSymbol ?? type.getSymbol()
    const own = symbol?.declarations?.find(
      (each) => ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each),
    )
    const isOwn = own && program.files.has(own.getSourceFile().fileName)
    const [element] = shape?.kind === 'iterable' ? checker.getTypeArguments(type as ts.TypeReference) : []
    const of = element && declared(element, task, table)
    return {
      shape: index,
      name: checker.typeToString(type),
      at: place(isOwn ? own : task.at),
      ...(of ? { of } : {}),
    }
  }

  /** Whether the operator has records of type `any`, whatever the function declares. */
  function givesAny({ node }: Site): boolean {
    const [parameter] = askedSignature(node, checker)?.getParameters() ?? []
    const type = parameter && checker.getTypeOfSymbol(parameter)
    return type !== undefined && (type.flags & ts.TypeFlags.Any) !== 0
  }
}

function place(node: ts.Node): string {
  const file = node.getSourceFile()
  return `${basename(file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}
