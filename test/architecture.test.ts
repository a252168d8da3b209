import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** Which packages each package may import. Keep in the order of ARCHITECTURE.md. */
const below: Readonly<Record<string, readonly string[]>> = {
  core: [],
  compiler: ['core'],
  runtime: ['core'],
  testing: ['core', 'compiler', 'runtime'],
  cli: ['core', 'compiler', 'runtime'],
  atomic: ['core', 'compiler', 'runtime', 'testing', 'cli'],
}

/** The doors of a package. Programs that Node loads by name have doors of their own. */
const doors = ['', '/internal']
const ownDoors = [
  '@atomic-ts/compiler/register',
  '@atomic-ts/runtime/s3-finder',
  '@atomic-ts/runtime/thread',
  '@atomic-ts/testing/conformance',
]

test('every package has a place in the table, and ARCHITECTURE.md says the same', () => {
  expect(readdirSync(join(root, 'packages')).toSorted()).toEqual(Object.keys(below).toSorted())
  const rows = [...architecture.matchAll(/^\| `(\w+)` \| ([^|]+?)(?: yet)? \|/gm)].map(([, name, may]) => [
    name,
    may,
  ])
  const said = rows.map(([name = '', may = '']) => [
    name,
    may === 'all above' ? below[name] : may.split(', '),
  ])
  expect(said).toEqual(Object.entries(below).map(([name, may]) => [name, may.length > 0 ? may : ['nothing']]))
})

test('packages import only the packages below them, and only through their doors', () => {
  const wrong = found(imports, ({ pkg, to }) => {
    const [, name = '', door = ''] = /^@atomic-ts\/([\w-]+)(\/.*)?$/.exec(to) ?? []
    if (!name) return false
    return !below[pkg]?.includes(name) || !(doors.includes(door) || ownDoors.includes(to))
  })
  expect(wrong).toEqual([])
})

test('no relative import leaves its package, nor, outside of tests, its sources', () => {
  const wrong = found(imports, ({ pkg, target, isTest }) => {
    return target !== undefined && !isInside(target, isTest ? `packages/${pkg}` : `packages/${pkg}/src`)
  })
  expect(wrong).toEqual([])
})

test('no file imports itself through others', () => {
  // Type-only imports are left out: they are gone when the code runs, and a class and its parts must name each other.
  const graph = new Map<string, string[]>()
  for (const { file, target, isType } of imports) {
    if (target && !isType) graph.set(file, [...(graph.get(file) ?? []), target])
  }
  expect(cycles(graph)).toEqual([])
})

test('core does no I/O: it imports nothing, and compiles with no types but those of the language', () => {
  expect(found(imports, ({ pkg, to, isTest }) => pkg === 'core' && !isTest && !to.startsWith('.'))).toEqual(
    [],
  )
  expect(read('packages/core/tsconfig.json')).toMatch(/"types": \[\]/)
  expect(JSON.parse(read('packages/core/package.json'))).toMatchObject({ dependencies: {} })
})

test('the scheduler has no effects', () => {
  const scheduler = 'packages/runtime/src/scheduler'
  const own = sources.filter(({ file, isTest }) => isInside(file, scheduler) && !isTest)
  expect(own.length).toBeGreaterThan(0)
  const outside = imports.filter(
    ({ file, target }) => !(target && isInside(target, scheduler)) && isOwn(file),
  )
  expect(outside.map(show)).toEqual([])
  const effect =
    /\b(Date|Math\.random|setTimeout|setInterval|setImmediate|queueMicrotask|performance|process|console|globalThis)\b/
  expect(lines(own.map(codeOf), effect)).toEqual([])

  function isOwn(file: string): boolean {
    return own.some((source) => source.file === file)
  }
})

test('connections are opened where they are protected, and nowhere else', () => {
  const opens =
    /\bnew WebSocket(Server)?\(|\bcreate(Tls)?Server\(|\b(net|tls|http|https)\.(connect|request|createServer)\(/
  const own = sources.filter(({ isTest }) => !isTest)
  const places = new Set(lines(own.map(codeOf), opens).map((line) => line.split(':')[0]))
  expect(places).toEqual(
    new Set([
      'packages/runtime/src/security/connect.ts',
      'packages/runtime/src/security/door.ts',
      'packages/runtime/src/security/peer-server.ts',
    ]),
  )
})

test('no file has more than 400 lines', () => {
  const sizes = sources.map(({ file, text }) => ({ file, size: text.split('\n').length - 1 }))
  expect(sizes.filter(({ size }) => size > 400)).toEqual([])
})

test('no file or folder is named for everything and nothing', () => {
  const vague = /\b(utils?|helpers?|manager|service|impl)\b|[/](common|shared|misc|types)(\.|[/])/
  const files = sources.map(({ file }) => file)
  expect(files.filter((file) => vague.test(file) || !/^[a-z0-9./-]+$/.test(file))).toEqual([])
})

test('no code outside of tests opts out of the type checker', () => {
  const optOut = /[:<,|(]\s*any\b|\bas any\b|\bany\[\]/
  const own = sources.filter(({ isTest }) => !isTest)
  expect(lines(own.map(codeOf), optOut)).toEqual([])
  expect(lines(own, /@ts-(ignore|nocheck|expect-error)/)).toEqual([])
})

test('every third-party dependency has a line in ARCHITECTURE.md', () => {
  const unexplained = Object.keys(below).flatMap((pkg) => {
    const { dependencies = {} } = JSON.parse(read(`packages/${pkg}/package.json`)) as Manifest
    const third = Object.keys(dependencies).filter((name) => !name.startsWith('@atomic-ts/'))
    return third.map((name) => `- **${name}** (${pkg}): `).filter((line) => !architecture.includes(line))
  })
  expect(unexplained).toEqual([])
})

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
}

interface Source {
  readonly pkg: string
  /** Relative to the repository. */
  readonly file: string
  readonly text: string
  readonly isTest: boolean
}

interface Import extends Source {
  readonly to: string
  /** The file that a relative import means. */
  readonly target: string | undefined
  readonly isType: boolean
}

const root = join(import.meta.dirname, '..')
const architecture = read('ARCHITECTURE.md')
const sources = Object.keys(below).flatMap((pkg) => sourcesOf(pkg))
const imports = sources.flatMap((source) => importsOf(source))

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function sourcesOf(pkg: string): Source[] {
  const folder = `packages/${pkg}/src`
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`)
    .map((file) => ({ pkg, file, text: read(file), isTest: file.endsWith('.test.ts') }))
}

function importsOf(source: Source): Import[] {
  // The examples of doc comments import as users do.
  const code = source.text.replaceAll(/^\s*\/\*\*[^]*?\*\//gm, '')
  const statements = [
    ...code.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gm),
    ...code.matchAll(/\bimport(\()'([^']+)'/g),
  ]
  return statements.map(([, mark, to = '']) => {
    const target = to.startsWith('.') ? relative(root, resolve(root, dirname(source.file), to)) : undefined
    return { ...source, to, target, isType: mark?.startsWith('type') === true }
  })
}

function found(from: readonly Import[], isWrong: (each: Import) => boolean): string[] {
  return from.filter(isWrong).map(show)
}

function show({ file, to }: Import): string {
  return `${file} imports ${to}`
}

function isInside(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`)
}

/** The lines of files that match, with their places. */
function lines(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  )
}

/** A file with its comments and its text in quotes emptied, and every line in its place. */
function codeOf(source: Source): Source {
  const blank = /\/\*[^]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g
  return { ...source, text: source.text.replaceAll(blank, (part) => part.replaceAll(/[^\n]/g, ' ')) }
}

/** Every way from a file back to itself, once. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const all: string[] = []
  for (const file of graph.keys()) visit(file, [])
  return all

  function visit(file: string, path: readonly string[]): void {
    const start = path.indexOf(file)
    if (start >= 0) all.push([...path.slice(start), file].join(' > '))
    if (start >= 0 || done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
}
