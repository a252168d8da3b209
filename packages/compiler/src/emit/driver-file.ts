import MagicString from 'magic-string'
import { ts } from 'ts-morph'
import type { Capture } from '../capture/closure.ts'
import type { FoundTasks } from '../discover/find-tasks.ts'
import type { Task, TaskSite } from '../discover/task.ts'
import { topLevelOf } from '../program/declaration-scope.ts'
import type { UserProgram } from '../program/user-program.ts'
import { ownPlace } from '../slice/own-place.ts'
import type { Slice } from '../slice/slice-file.ts'

/** The module that announces the program; imported first, so that it runs before the user's code. */
export const programModule = 'atomic:program'

/** The driver's version of each of the user's modules, by path. */
export function driverFiles(
  { files }: UserProgram,
  { tasks, sites }: FoundTasks,
): ReadonlyMap<string, Slice> {
  const indexOf = new Map(tasks.map((task, index) => [task, index]))
  return new Map(
    [...files].map(([path, file]) => {
      const own = sites.filter(({ site }) => site.node.getSourceFile() === file)
      const declared = tasks.filter((task) => task.file === file && task.body.kind === 'name')
      return [path, driverFile({ file, sites: own, declared, indexOf })]
    }),
  )
}

/** What the driver's version of a module needs to know. */
interface DriverFile {
  readonly file: ts.SourceFile
  /** The sites in this file. */
  readonly sites: readonly TaskSite[]
  /** The marked functions that this file declares. */
  readonly declared: readonly Task[]
  /** The place of each task in the program's table. */
  readonly indexOf: ReadonlyMap<Task, number>
}

/** A module of the user with every task tied to its id: `rdd.filter(linkTask(f, id, [min]))`. */
function driverFile({ file, sites, declared, indexOf }: DriverFile): Slice {
  const text = new MagicString(file.text, { filename: file.fileName })
  for (const { node, code } of ownPlace(file)) text.overwrite(node.getStart(), node.getEnd(), code)
  for (const { site, task } of sites) {
    const index = indexOf.get(task) ?? -1
    tie(text, site.node, `, $ids[${index}]${capturesCode(task.closure.captures)})`)
  }
  for (const task of declared) {
    const code = `;$linkTask(${task.name}, $ids[${indexOf.get(task) ?? -1}]);`
    // After its own statement: one that waits may come next.
    text.appendLeft(topLevelOf(holderOf(task.at))?.getEnd() ?? file.text.length, code)
  }
  // A program without tasks is announced too, so the import must not count as unused.
  const head = `import '${programModule}';`
  const names = '{ ids as $ids, linkTask as $linkTask, taskLinkOf as $taskLinkOf }'
  const start = ts.getShebang(file.text)?.length ?? 0
  text.appendRight(start, `${start > 0 ? '\n' : ''}${head}import ${names} from '${programModule}';`)
  return {
    code: text.toString(),
    map: () => text.generateMap({ hires: 'boundary', includeContent: true, source: file.fileName }).toUrl(),
  }
}

/** A static method stands in its class. */
function holderOf(declaration: ts.Node): ts.Node {
  return ts.isMethodDeclaration(declaration) ? declaration.parent : declaration
}

function tie(text: MagicString, node: TaskSite['site']['node'], after: string): void {
  const start = node.getStart()
  if (ts.isMethodDeclaration(node)) {
    const name = node.name.getText()
    text.appendRight(start, `${name}: $linkTask(({ `).appendLeft(node.getEnd(), ` }).${name}${after}`)
    return
  }
  const isShorthand = ts.isShorthandPropertyAssignment(node.parent)
  text
    .appendRight(start, `${isShorthand ? `${node.getText()}: ` : ''}$linkTask(`)
    .appendLeft(node.getEnd(), after)
}

/** Values travel as they are; of a function parameter, the name of its task does. */
function capturesCode(captures: readonly Capture[]): string {
  if (captures.length === 0) return ''
  return `, [${captures.map(({ name, kind }) => (kind === 'task' ? `${name} && ($taskLinkOf(${name}) ?? ${name})` : name)).join(', ')}]`
}
