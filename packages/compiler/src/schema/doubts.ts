import { ts } from 'ts-morph'
import type { Task } from '../discover/task.ts'
import type { Linker } from '../link/linker.ts'
import { reach } from '../link/reach.ts'
import { isErased } from '../program/references.ts'
import type { UserProgram } from '../program/user-program.ts'
import { isBuiltinFile } from './builtin-name.ts'

/**
 * Knows where the type checker took the user's word: a cast that narrows, a `!`, an `any`, a package's function that
 * claims any type that one asks for. What a task without all that returns is proved.
 */
export class Doubts {
  readonly #program: UserProgram
  readonly #linker: Linker
  readonly #known = new Map<ts.Node, boolean>()

  constructor(program: UserProgram, linker: Linker) {
    this.#program = program
    this.#linker = linker
  }

  /** Whether a task, or the user's code that it reaches, holds such a place. */
  isIn({ body, closure }: Task): boolean {
    const own = body.kind === 'code' ? [body.node] : []
    const pieces = [...own, ...closure.locals.map(({ code }) => code)]
    if (pieces.some((each) => this.#holds(each))) return true
    return [...reach(closure.uses, this.#linker).keys()].some(
      (linked) => linked.kind === 'declared' && linked.nodes.some((each) => this.#holds(each)),
    )
  }

  #holds(piece: ts.Node): boolean {
    const known = this.#known.get(piece)
    if (known !== undefined) return known
    const holds = isScript(piece.getSourceFile()) || this.#find(piece)
    this.#known.set(piece, holds)
    return holds
  }

  #find(node: ts.Node): boolean {
    if (isErased(node)) return false
    if (ts.isExpression(node) && this.#isDoubtful(node)) return true
    return ts.forEachChild(node, (child) => this.#find(child)) ?? false
  }

  #isDoubtful(node: ts.Expression): boolean {
    const { checker } = this.#program
    if (ts.isNonNullExpression(node)) return true
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
      if (ts.isConstTypeReference(node.type)) return false
      const [from, to] = [checker.getTypeAtLocation(node.expression), checker.getTypeFromTypeNode(node.type)]
      return isUnknown(from) || !checker.isTypeAssignableTo(from, to)
    }
    if (ts.isCallExpression(node)) return this.#isAny(node) || this.#claims(node)
    return isAccess(node) && this.#isAny(node)
  }

  #isAny(node: ts.Expression): boolean {
    const { checker } = this.#program
    const type = checker.getTypeAtLocation(node)
    if (type.flags & ts.TypeFlags.Any) return true
    return (
      checker.isArrayType(type) &&
      checker.getTypeArguments(type as ts.TypeReference).some(({ flags }) => flags & ts.TypeFlags.Any)
    )
  }

  /** `get<Order>(url)` of a package: the type comes from the caller and not from an argument. */
  #claims(call: ts.CallExpression): boolean {
    const declaration = this.#program.checker.getResolvedSignature(call)?.getDeclaration()
    const file = declaration?.getSourceFile()
    if (!declaration || !file?.isDeclarationFile || isBuiltinFile(file)) return false
    const parameters = declaration.parameters.map((each) => each.getText()).join(' ')
    return (
      declaration.typeParameters?.some(({ name }) => !new RegExp(`\\b${name.text}\\b`).test(parameters)) ??
      false
    )
  }
}

function isUnknown({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0
}

function isAccess(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
}

function isScript({ fileName }: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(fileName)
}
