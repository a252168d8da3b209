/** What `atomic --help` prints. */
export const helpText = `Usage
  atomic run [flags] FILE [arguments]   build the program and run its main function
  atomic build [flags] FILE             build only; prints what was built

Flags of run (before FILE; everything after FILE is the program's own)
  --slots N           tasks at the same time; by default one for each core
  --memory MB         heap limit of each worker thread
  --shared-memory MB  what the slots may hold outside of their heaps before it goes to disk
  --task-memory MB    what one task may hold of the records that it sorts, groups or sends
  --scratch DIR       where data goes that does not fit in memory
  --max-failures N    how often a task may fail before its job does; 4 by default
  --in-process        run in the driver's thread, for a debugger
  --no-progress       no progress bar, also on a terminal

Flags of both
  --cache DIR         where built programs are kept

FILE is a TypeScript file: export default async function main(ctx: Context, args: string[]) { … }
A program that makes its own context runs as it is.
`
