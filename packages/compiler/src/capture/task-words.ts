import { ts } from 'ts-morph'
import type { Site } from '../discover/site.ts'

/** Names the task of a site in the middle of a sentence: `the task given to \`filter\``. */
export function taskWords(site: Site): string {
  return `the task given to \`${site.operator.split('.')[0]}\``
}

/** The other place that an error shows: the operator, when the function goes through the user's own functions first. */
export function operatorPlace(site: Site): readonly { readonly at: ts.Node; readonly message: string }[] {
  const last = lastOf(site)
  return last === site
    ? []
    : [{ at: last.node, message: `the operator \`${last.operator}\` receives it here` }]
}

/** Where a variable is declared, for an error to show. */
export function declaredPlace(
  symbol: ts.Symbol,
): readonly { readonly at: ts.Node; readonly message: string }[] {
  const declaration = symbol.valueDeclaration
  const name = declaration && ts.getNameOfDeclaration(declaration)
  return name ? [{ at: name, message: 'it is declared here' }] : []
}

function lastOf(site: Site): Site {
  return site.via ? lastOf(site.via) : site
}
