/**
 * Every stable error code and its one-line meaning. 1xxx: the build step. 2xxx: a program that asks for something
 * that cannot be. 3xxx: a job that fails while it runs. 4xxx: a value that cannot travel or be a key. 5xxx: files.
 * 6xxx: calls and programs outside. 7xxx: data that is kept between stages.
 */
export const errorCodes = {
  ATOMIC1001: 'A task assigns to a captured variable',
  ATOMIC1002: 'A task captures a Context',
  ATOMIC1003: 'A task captures an RDD',
  ATOMIC1004: 'A task captures `this`',
  ATOMIC1005: 'A task captures an instance with methods',
  ATOMIC1006: 'A task calls a function that cannot be linked',
  ATOMIC1007: 'A task captures a value that cannot be serialised',
  ATOMIC1008: '`@task` marks something that is not a function',
  ATOMIC1009: 'Two tasks have one id',
  ATOMIC1010: 'A task reads module state that the driver changes',
  ATOMIC1011: 'The program has no entry point',
  ATOMIC1012: 'The program does not compile',
  ATOMIC1013: 'The build cannot be written',
  ATOMIC2001: 'The context is stopped',
  ATOMIC2002: 'An argument is out of range',
  ATOMIC2003: 'A function is not in the dispatch table',
  ATOMIC2004: 'The RDD is empty',
  ATOMIC2005: 'An option is unknown or out of range',
  ATOMIC2006: 'Something is used where it cannot be',
  ATOMIC2007: 'A barrier stage cannot run as a whole',
  ATOMIC3001: 'A task failed',
  ATOMIC3002: 'A worker was lost',
  ATOMIC3003: 'A worker ran out of memory',
  ATOMIC3004: 'A task called process.exit',
  ATOMIC3005: 'The job was cancelled',
  ATOMIC3006: 'Driver and worker hold different tasks',
  ATOMIC3007: 'Partitions that must match do not',
  ATOMIC3008: 'The tasks of a barrier stage did not meet',
  ATOMIC4001: 'A value cannot travel between workers',
  ATOMIC4002: 'A value cannot be a key',
  ATOMIC4003: 'A record is not a pair',
  ATOMIC4004: 'Encoded data is damaged',
  ATOMIC4005: 'A record is not a number',
  ATOMIC4006: 'A value is not what its type says',
  ATOMIC5001: 'No file matches',
  ATOMIC5002: 'A file cannot be read',
  ATOMIC5003: 'The output exists already',
  ATOMIC5004: 'Output cannot be written',
  ATOMIC5005: 'An archive is damaged or unsafe',
  ATOMIC6001: 'A call took longer than its timeout',
  ATOMIC6002: 'A program failed',
  ATOMIC7001: 'The scratch folder cannot be used',
  ATOMIC7002: 'A block is lost or damaged',
} as const

/** A stable error code. */
export type ErrorCode = keyof typeof errorCodes
