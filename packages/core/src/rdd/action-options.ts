/** What every action may be told. */
export interface ActionOptions {
  /**
   * Cancels the job when it aborts: tasks that run are stopped, and the promise rejects with ATOMIC3005, whose cause is
   * the signal's reason. A signal that has aborted already runs nothing.
   */
  readonly signal?: AbortSignal | undefined
}
