import { ts } from 'ts-morph'

/** True when a declaration's doc comment has a tag. */
export function hasTag(declaration: ts.Node, tag: string): boolean {
  return ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === tag)
}

/** True when the type is a class or interface with a tag in its doc comment, or inherits from one. */
export function isTagged(type: ts.Type, tag: string, checker: ts.TypeChecker): boolean {
  const symbol = type.getSymbol()
  if (symbol?.declarations?.some((each) => isClassOrInterface(each) && hasTag(each, tag))) return true
  return type.isClassOrInterface() || isReference(type)
    ? (baseTypes(type, checker) ?? []).some((base) => isTagged(base, tag, checker))
    : false
}

/** A class or an interface: what can carry methods and a doc comment about them. */
export function isClassOrInterface(node: ts.Node): node is ts.ClassLikeDeclaration | ts.InterfaceDeclaration {
  return ts.isClassLike(node) || ts.isInterfaceDeclaration(node)
}

/** The types that a class or interface extends. */
export function baseTypes(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] | undefined {
  const target = isReference(type) ? type.target : type
  return target.isClassOrInterface() ? checker.getBaseTypes(target) : undefined
}

function isReference(type: ts.Type): type is ts.TypeReference {
  return (type.flags & ts.TypeFlags.Object) !== 0 && 'target' in type
}
