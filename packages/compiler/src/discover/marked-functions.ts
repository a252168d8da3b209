import { ts } from 'ts-morph'
import { isFunctionType } from '../capture/function-type.ts'
import type { Report } from '../diagnostics/report.ts'
import type { Linker } from '../link/linker.ts'
import type { UserProgram } from '../program/user-program.ts'
import { isStaticMethod, ofModule, type NamedFunction } from './named-function.ts'

/** Every function that its author marked: a function with `/** @task *\/`, a static method decorated `@task`. */
export function markedFunctions(
  program: UserProgram,
  linker: Linker,
  report: Report,
): readonly NamedFunction[] {
  const found: NamedFunction[] = []
  for (const file of program.files.values()) {
    if (file.text.includes('@task')) visit(file)
  }
  return found

  function visit(node: ts.Node): void {
    const mark = markOf(node)
    if (mark) take(node, mark)
    ts.forEachChild(node, visit)
  }

  function take(node: ts.Node, mark: ts.Node): void {
    const declaration = declarationIn(node)
    if (!declaration || !isMarkable(declaration, program.checker)) {
      refuse(mark, node)
      return
    }
    const name = ts.getNameOfDeclaration(declaration)
    const symbol = name && program.checker.getSymbolAtLocation(name)
    const named = symbol && ofModule(symbol, program, linker)
    // A function inside another one becomes a task where it is given to an operator.
    if (named) found.push({ ...named, declaration })
  }

  function refuse(at: ts.Node, node: ts.Node): void {
    const message = `\`@task\` marks ${kindOf(node)}, which is not a function that a worker can call by name`
    const remedy =
      'Mark a function declaration with a comment, `/** @task */ function words(line: string) { … }`,\n' +
      'or decorate a static method: `class Text { @task static words(line: string) { … } }`.'
    report.add({ code: 'ATOMIC1008', at, message, remedy })
  }
}

/** True for the decorator of `@atomic-ts/core` that marks tasks. */
export function isTaskDecorator(decorator: ts.Decorator): boolean {
  return ts.isIdentifier(decorator.expression) && decorator.expression.text === 'task'
}

function markOf(node: ts.Node): ts.Node | undefined {
  const decorator = ts.canHaveDecorators(node) ? ts.getDecorators(node)?.find(isTaskDecorator) : undefined
  if (decorator) return decorator
  if (!ts.isStatement(node) && !ts.isClassElement(node)) return undefined
  for (const child of node.getChildren()) {
    if (!ts.isJSDoc(child)) continue
    const tag = child.tags?.find(({ tagName }) => tagName.text === 'task')
    if (tag) return tag
  }
  return undefined
}

function declarationIn(node: ts.Node): ts.Declaration | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node
  if (!ts.isVariableStatement(node) || node.declarationList.declarations.length !== 1) return undefined
  return node.declarationList.declarations[0]
}

function isMarkable(declaration: ts.Declaration, checker: ts.TypeChecker): boolean {
  if (ts.isMethodDeclaration(declaration)) return isStaticMethod(declaration)
  if (ts.isFunctionDeclaration(declaration)) return true
  return (
    ts.isVariableDeclaration(declaration) && isFunctionType(checker.getTypeAtLocation(declaration), checker)
  )
}

function kindOf(node: ts.Node): string {
  if (ts.isClassDeclaration(node)) return 'a class'
  if (ts.isMethodDeclaration(node)) return 'a method of instances'
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return 'a type'
  if (ts.isVariableStatement(node)) return 'a variable'
  if (ts.isAccessor(node)) return 'an accessor'
  if (ts.isPropertyDeclaration(node)) return 'a property'
  return 'a statement'
}
