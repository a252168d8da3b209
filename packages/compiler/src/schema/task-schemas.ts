import type { Schema } from '@atomic-ts/core/internal'
import { ts } from 'ts-morph'
import { signaturesOf } from '../capture/function-type.ts'
import type { Task } from '../discover/task.ts'
import { askedSignature } from './asked-signature.ts'
import { schemaOfType } from './schema-of-type.ts'

/** The schemas of a task's parameters and of its result; an async task's result is what it resolves to. */
export function taskSchemas(
  { type, body }: Task,
  checker: ts.TypeChecker,
): { readonly parameters: readonly Schema[]; readonly result: Schema } {
  const [signature] = signaturesOf(type, checker)
  if (!signature) return { parameters: [], result: { kind: 'any' } }
  const asked = body.kind === 'code' ? askedResult(body.node, checker) : undefined
  const own = signature.getReturnType()
  return {
    parameters: signature.getParameters().map((each) => parameterSchema(each, checker)),
    result: asked && resultSchema(asked).kind !== 'any' ? resultSchema(asked) : resultSchema(own),
  }

  function resultSchema(promised: ts.Type): Schema {
    return schemaOfType(checker.getAwaitedType(promised) ?? promised, checker)
  }
}

/** What the operator wants: of `map<Point>(…)` a Point, though the function's own result is narrower. */
export function askedResult(node: ts.Node, checker: ts.TypeChecker): ts.Type | undefined {
  const result = askedSignature(node, checker)?.getReturnType()
  const vague = ts.TypeFlags.Void | ts.TypeFlags.TypeParameter
  return result && !(result.flags & vague) ? result : undefined
}

function parameterSchema(parameter: ts.Symbol, checker: ts.TypeChecker): Schema {
  const schema = schemaOfType(checker.getTypeOfSymbol(parameter), checker)
  const declaration = parameter.valueDeclaration
  const isOptional = declaration && ts.isParameter(declaration) && checker.isOptionalParameter(declaration)
  const isPlain = schema.kind !== 'any' && schema.kind !== 'nullable' && schema.kind !== 'null'
  return isOptional && isPlain ? { kind: 'nullable', of: schema } : schema
}
