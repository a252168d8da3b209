/** Resolves when what this process has written is taken: a process that exits before loses what still waits in a pipe. */
export async function outputTaken(): Promise<void> {
  await Promise.all([taken(process.stdout), taken(process.stderr)])
}

function taken(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}
