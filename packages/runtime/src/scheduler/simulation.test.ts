import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { reduce } from './reduce.ts'
import { initialState, type SchedulerOptions } from './scheduler-state.ts'
import type { FailureKind, SchedulerCommand } from './scheduler-command.ts'
import type { ScheduledJob, ScheduledStage, SchedulerEvent, TaskKey } from './scheduler-event.ts'

// A simulated cluster loses slots, fails tasks, loses their inputs, and delivers messages late, twice and out of order.
// It keeps books of its own on what counts, and checks every command of the scheduler against them.

test('every job finishes when its tasks fail, and lose slots and inputs, less often than they may', () => {
  fc.assert(
    fc.property(limits, jobs, moves, (options, submitted, schedule) => {
      const outcomes = new Simulation(options, submitted).run(schedule)
      for (const outcome of outcomes.values()) expect(['finished', 'cancelled']).toContain(outcome)
    }),
    { numRuns: 1000 },
  )
})

test('a job fails when one of its tasks fails, or loses its slot or inputs, every time; others finish', () => {
  fc.assert(
    fc.property(limits, jobs, moves, doom, (options, submitted, schedule, why) => {
      const outcomes = new Simulation(options, [...submitted, doomed], why).run(schedule)
      for (const [job, outcome] of outcomes) {
        expect([job === doomed.id ? why : 'finished', 'cancelled']).toContain(outcome)
      }
    }),
    { numRuns: 1000 },
  )
})

const limit = fc.integer({ min: 1, max: 4 })
const budgets = { maxFailures: limit, maxLosses: limit, maxFetchFailures: limit }
const limits = fc.record({ ...budgets, localityWait: fc.constantFrom(0, 5, 50) })

const stageParts = fc.record({
  parents: fc.subarray([0, 1, 2]),
  partitions: fc.subarray([0, 1, 2, 5, 9]),
  preferred: fc.array(fc.tuple(fc.constantFrom(0, 1, 5), fc.nat(3)), { maxLength: 3 }),
})

/** One to three jobs of one to four stages. */
const jobs: fc.Arbitrary<ScheduledJob[]> = fc
  .array(fc.array(stageParts, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
  .map((all) => all.map((parts, i) => ({ id: i + 1, stages: parts.map(toStage).map(withUnread) })))

type StageParts = typeof stageParts extends fc.Arbitrary<infer P> ? P : never

function toStage({ parents, partitions, preferred }: StageParts, id: number): ScheduledStage {
  return { id, parents: parents.filter((parent) => parent < id), partitions, preferred: new Map(preferred) }
}

/** The last stage reads whatever nobody else does. */
function withUnread(stage: ScheduledStage, i: number, all: readonly ScheduledStage[]): ScheduledStage {
  const read = new Set(all.flatMap(({ parents }) => parents))
  const unread = all.slice(0, -1).flatMap(({ id }) => (read.has(id) ? [] : [id]))
  return i === all.length - 1 ? { ...stage, parents: [...stage.parents, ...unread] } : stage
}

const noStage: ScheduledStage = { id: -1, parents: [], partitions: [], preferred: new Map() }

/** Partition 0 of its second stage never succeeds. */
const doomed: ScheduledJob = {
  id: 99,
  stages: [
    { id: 0, parents: [], partitions: [0, 1], preferred: new Map() },
    { id: 1, parents: [0], partitions: [0, 1, 2], preferred: new Map() },
  ],
}
const doom = fc.constantFrom<FailureKind>('failed', 'lost', 'fetch')

const kinds = ['submit', 'add', 'lose', 'finish', 'fail', 'fetchFail', 'repeat', 'wait', 'cancel'] as const
/** What to try, and which of the possible ways. */
type Move = readonly [kind: (typeof kinds)[number], pick: number]
const anyMove: fc.Arbitrary<Move> = fc.tuple(fc.constantFrom(...kinds), fc.nat(999))
const moves = fc.array(anyMove, { maxLength: 200, size: 'max' })

type TaskEvent = Extract<SchedulerEvent, { task: TaskKey }>
type Message =
  | { readonly kind: 'taskFinished' | 'taskFailed' | 'taskKilled' }
  | { readonly kind: 'fetchFailed'; readonly from: number; readonly missing: readonly number[] }

const failed: Message = { kind: 'taskFailed' }
const finished: Message = { kind: 'taskFinished' }

type Attempt = { readonly task: TaskKey; readonly slot: number; sent: boolean }

interface Books {
  readonly spec: ScheduledJob
  outcome: 'waiting' | 'running' | 'finished' | 'cancelled' | FailureKind
  /** Partitions whose result counts: `stage.partition`. */
  readonly done: Set<string>
  /** Attempts whose result would count, by `stage.partition`. */
  readonly live: Map<string, Attempt>
  /** Since when a task could run but did not. */
  readonly ready: Map<string, number>
  /** Since when it did not although a slot was free. */
  readonly passed: Map<string, number>
  /** Failures that counted, and those that may yet come to count. */
  readonly counted: Map<string, number>
  readonly planned: Map<string, number>
}

class Simulation {
  readonly #wait: number
  readonly #limits: Readonly<Record<FailureKind, number>>
  readonly #state
  readonly #jobs: ReadonlyMap<number, Books>
  readonly #doom: FailureKind | undefined
  readonly #slots = new Map<number, Attempt | undefined>()
  readonly #mail: TaskEvent[] = []
  readonly #delivered: TaskEvent[] = []
  readonly #launched = new Set<string>()
  #expected: string[] = []
  #lastSlot = -1
  #now = 0
  #wake = Infinity

  constructor(options: SchedulerOptions, submitted: readonly ScheduledJob[], why?: FailureKind) {
    const { maxFailures, maxLosses, maxFetchFailures, localityWait } = options
    this.#limits = { failed: maxFailures, lost: maxLosses, fetch: maxFetchFailures }
    this.#wait = localityWait
    this.#state = initialState(options)
    this.#jobs = new Map(submitted.map((spec) => [spec.id, newBooks(spec)]))
    this.#doom = why
  }

  /** Makes the moves, then lets everything finish. Gives each job's outcome. */
  run(schedule: readonly Move[]): ReadonlyMap<number, Books['outcome']> {
    for (const move of schedule) this.#move(move)
    for (const { spec } of this.#in('waiting')) this.#event({ kind: 'jobSubmitted', job: spec })
    for (let steps = 0; this.#settle(); steps++) check(steps < 2000, 'everything ends')
    check(this.#state.jobs.size === 0, 'the scheduler forgets every job')
    check(this.#state.free.size === this.#slots.size, 'every slot is free at the end')
    return new Map([...this.#jobs].map(([id, { outcome }]) => [id, outcome]))
  }

  /** Something that can still happen, with time that passes only as the scheduler asks; false when nothing can. */
  #settle(): boolean {
    const [attempt] = this.#attempts()
    if (this.#slots.size === 0) this.#event({ kind: 'slotAdded', slot: ++this.#lastSlot })
    else if (attempt) this.#finish(attempt, 1)
    else if (this.#mail.length > 0) this.#deliver(0)
    else if (this.#wake < Infinity) this.#tick(Math.max(this.#now, this.#wake))
    else return false
    return true
  }

  /** Makes a move where it is possible, and often delivers a message after it. */
  #move([kind, pick]: Move): void {
    const attempt = choose(this.#attempts(), pick)
    const job = choose(this.#in(kind === 'submit' ? 'waiting' : 'running'), pick)
    const slot = choose([...this.#slots.keys()], pick)
    if (kind === 'submit' && job) this.#event({ kind: 'jobSubmitted', job: job.spec })
    if (kind === 'cancel' && job && pick < 100) this.#event({ kind: 'jobCancelled', job: job.spec.id })
    if (kind === 'add' && this.#slots.size < 4) this.#event({ kind: 'slotAdded', slot: ++this.#lastSlot })
    if (kind === 'lose' && slot !== undefined) this.#lose(slot, pick)
    if (kind === 'finish' && attempt) this.#finish(attempt, pick)
    if (kind === 'fail' && attempt && this.#may('failed', attempt)) this.#send(attempt, failed)
    if (kind === 'fetchFail' && attempt) this.#fetchFail(attempt, pick)
    if (kind === 'repeat') this.#mail.push(...this.#delivered.slice(-1 - (pick % 5)))
    if (kind === 'wait') this.#tick(this.#now + (pick % 20))
    if (pick % 3 > 0) this.#deliver(pick)
  }

  #finish(attempt: Attempt, pick: number): void {
    const { task, slot } = attempt
    const isDoomed = task.job === doomed.id && place(task) === '1.0'
    if (!this.#isLive(task)) this.#send(attempt, pick % 2 === 0 ? finished : { kind: 'taskKilled' })
    else if (!isDoomed || !this.#doom) this.#send(attempt, finished)
    else if (this.#doom === 'failed') this.#send(attempt, failed)
    else if (this.#doom === 'lost') this.#event({ kind: 'slotLost', slot })
    else this.#send(attempt, { kind: 'fetchFailed', from: 0, missing: [0] })
  }

  #fetchFail(attempt: Attempt, pick: number): void {
    const { spec } = this.#books(attempt.task.job)
    const from = choose(spec.stages[attempt.task.stage]?.parents ?? [], pick)
    const missing = spec.stages[from ?? -1]?.partitions.filter((_, i) => (pick >> i) % 2 === 0) ?? []
    if (from === undefined || missing.length === 0) return
    if (this.#may('fetch', attempt)) this.#send(attempt, { kind: 'fetchFailed', from, missing })
  }

  #send(attempt: Attempt, message: Message): void {
    attempt.sent = true
    this.#mail.push({ ...message, task: attempt.task, slot: attempt.slot })
  }

  /** Takes a slot down; the last message of its attempt may come nevertheless. */
  #lose(slot: number, pick: number): void {
    const attempt = this.#slots.get(slot)
    if (attempt && this.#isLive(attempt.task) && !this.#may('lost', attempt)) return
    if (attempt && !attempt.sent && pick % 2 === 0) this.#send(attempt, finished)
    this.#event({ kind: 'slotLost', slot })
  }

  #deliver(pick: number): void {
    const [event] = this.#mail.splice(pick % Math.max(1, this.#mail.length), 1)
    if (!event) return
    this.#delivered.push(event)
    this.#event(event)
  }

  #tick(now: number): void {
    this.#now = now
    if (this.#wake <= now) this.#wake = Infinity
    this.#event({ kind: 'tick' })
  }

  /** Whether one more failure leaves the job alive; if so, it is planned. */
  #may(kind: FailureKind, { task }: Attempt): boolean {
    const { planned } = this.#books(task.job)
    const isAllowed = (planned.get(budget(kind, task)) ?? 0) + 1 < this.#limits[kind]
    if (isAllowed) add(planned, budget(kind, task))
    return isAllowed
  }

  /** Notes an event in the books, sends it to the scheduler, and checks every command. */
  #event(event: SchedulerEvent): void {
    this.#expected = []
    this.#note(event)
    const commands = reduce(this.#state, event, this.#now)
    const endings = commands.flatMap(ending).toSorted()
    check(endings.join() === this.#expected.toSorted().join(), 'jobs end once, and what they run is killed')
    for (const command of commands) this.#check(command)
    this.#checkIdle(commands.some(({ kind }) => kind === 'wake'))
  }

  /** What an event means, by the rules. */
  #note(event: SchedulerEvent): void {
    if (event.kind === 'tick') return
    if (event.kind === 'slotAdded') return void this.#slots.set(event.slot, undefined)
    if (event.kind === 'slotLost') {
      const attempt = this.#slots.get(event.slot)
      this.#slots.delete(event.slot)
      return attempt && this.#isLive(attempt.task) ? this.#countFailure('lost', attempt.task) : undefined
    }
    if (event.kind === 'jobSubmitted' || event.kind === 'jobCancelled') {
      const books = this.#books(event.kind === 'jobSubmitted' ? event.job.id : event.job)
      if (event.kind === 'jobCancelled') return this.#end(books, 'cancelled')
      books.outcome = 'running'
      return this.#finishIfDone(books)
    }
    const held = this.#slots.get(event.slot)
    if (held && name(held.task) === name(event.task)) this.#slots.set(event.slot, undefined)
    if (this.#isLive(event.task)) this.#noteTask(event)
  }

  #noteTask(event: TaskEvent): void {
    const books = this.#books(event.task.job)
    if (event.kind === 'taskFailed') return this.#countFailure('failed', event.task)
    books.live.delete(place(event.task))
    if (event.kind === 'taskFinished') {
      books.done.add(place(event.task))
      return this.#finishIfDone(books)
    }
    if (event.kind !== 'fetchFailed') return
    if (isComplete(books, event.from)) this.#countFailure('fetch', event.task)
    for (const partition of event.missing) books.done.delete(`${event.from}.${partition}`)
  }

  #countFailure(kind: FailureKind, task: TaskKey): void {
    const books = this.#books(task.job)
    books.live.delete(place(task))
    if (add(books.counted, budget(kind, task)) < this.#limits[kind]) return
    this.#end(books, kind)
    this.#expected.push(`${task.job} ${kind} ${name(task)}`)
  }

  #finishIfDone(books: Books): void {
    if (!isComplete(books, books.spec.stages.length - 1)) return
    this.#end(books, 'finished')
    this.#expected.push(`${books.spec.id} finished`)
  }

  #end(books: Books, outcome: Books['outcome']): void {
    books.outcome = outcome
    this.#expected.push(...[...books.live.values()].map(({ task }) => `kill ${name(task)}`))
    books.live.clear()
  }

  #check(command: SchedulerCommand): void {
    if (command.kind === 'wake') {
      check(command.after > 0 && command.after <= this.#wait, 'wakes within the wait')
      this.#wake = Math.min(this.#wake, this.#now + command.after)
    }
    if (command.kind === 'stageFinished') {
      check(isComplete(this.#books(command.job), command.stage), 'a finished stage is complete')
    }
    if (command.kind === 'launch') this.#checkLaunch(command.task, command.slot)
  }

  #checkLaunch(task: TaskKey, slot: number): void {
    const books = this.#books(task.job)
    const stage = books.spec.stages[task.stage] ?? noStage
    check(books.outcome === 'running', 'only running jobs launch tasks')
    check(this.#slots.has(slot) && !this.#slots.get(slot), 'one task on one slot')
    check(stage.partitions.includes(task.partition), 'only missing partitions are launched')
    check(!stage.parents.some((id) => !isComplete(books, id)), 'parents come first')
    check(!books.done.has(place(task)), 'a result that counts is not computed again')
    check(!books.live.has(place(task)), 'one attempt at a time')
    check(!this.#launched.has(name(task)), 'every attempt has a number of its own')
    const wanted = stage.preferred.get(task.partition)
    const isLocal = wanted === undefined || wanted === slot || !this.#slots.has(wanted)
    const waited = this.#now - (books.ready.get(place(task)) ?? this.#now)
    check(isLocal || waited >= this.#wait, 'a task goes elsewhere only after the wait')
    check(isLocal || this.#slots.get(wanted) !== undefined, 'a free slot that holds the data is taken')
    this.#launched.add(name(task))
    const attempt = { task, slot, sent: false }
    this.#slots.set(slot, attempt)
    books.live.set(place(task), attempt)
    for (const times of [books.ready, books.passed]) times.delete(place(task))
  }

  /** No slot is idle while a task could use it, but for tasks that wait for their data's slot, and these are woken. */
  #checkIdle(wakes: boolean): void {
    const isFree = [...this.#slots.values()].includes(undefined)
    for (const books of this.#in('running')) {
      for (const { at, wanted } of readyTasks(books)) {
        books.ready.set(at, books.ready.get(at) ?? this.#now)
        if (!isFree) continue
        books.passed.set(at, books.passed.get(at) ?? this.#now)
        const waited = this.#now - (books.passed.get(at) ?? this.#now)
        check(wanted !== undefined && this.#slots.get(wanted) !== undefined, 'no slot idles')
        check(waited < this.#wait, 'no task waits too long for its slot')
        check(wakes, 'a task that waits is woken')
      }
    }
  }

  #attempts(): Attempt[] {
    return [...this.#slots.values()].flatMap((attempt) => (attempt && !attempt.sent ? [attempt] : []))
  }

  #in(outcome: Books['outcome']): Books[] {
    return [...this.#jobs.values()].filter((job) => job.outcome === outcome)
  }

  #isLive(task: TaskKey): boolean {
    return this.#books(task.job).live.get(place(task))?.task.attempt === task.attempt
  }

  #books(job: number): Books {
    return this.#jobs.get(job) ?? newBooks({ id: job, stages: [] })
  }
}

function newBooks(spec: ScheduledJob): Books {
  const counts = { counted: new Map(), planned: new Map() }
  const tasks = { live: new Map(), ready: new Map(), passed: new Map() }
  return { spec, outcome: 'waiting', done: new Set(), ...tasks, ...counts }
}

function isComplete({ spec, done }: Books, stage: number): boolean {
  const { partitions } = spec.stages[stage] ?? noStage
  return partitions.every((partition) => done.has(`${stage}.${partition}`))
}

/** Tasks that could run now and do not, with the slots that they prefer. */
function readyTasks(books: Books): { at: string; wanted: number | undefined }[] {
  return books.spec.stages.flatMap(({ id, parents, partitions, preferred }) => {
    if (!parents.every((parent) => isComplete(books, parent))) return []
    const tasks = partitions.map((each) => ({ at: `${id}.${each}`, wanted: preferred.get(each) }))
    return tasks.filter(({ at }) => !books.done.has(at) && !books.live.has(at))
  })
}

/** What a budget is counted for: a stage loses inputs, a task the rest. */
function budget(kind: FailureKind, task: TaskKey): string {
  return kind === 'fetch' ? `${kind} ${task.stage}` : `${kind} ${place(task)}`
}

function add(counts: Map<string, number>, key: string): number {
  const next = (counts.get(key) ?? 0) + 1
  counts.set(key, next)
  return next
}

function ending(command: SchedulerCommand): string[] {
  if (command.kind === 'kill') return [`kill ${name(command.task)}`]
  if (command.kind === 'jobFinished') return [`${command.job} finished`]
  return command.kind === 'jobFailed' ? [`${command.job} ${command.why} ${name(command.task)}`] : []
}

function place({ stage, partition }: TaskKey): string {
  return `${stage}.${partition}`
}

function name(task: TaskKey): string {
  return `${task.job}.${place(task)}#${task.attempt}`
}

function choose<T>(from: readonly T[], pick: number): T | undefined {
  return from[pick % Math.max(1, from.length)]
}

function check(holds: boolean, rule: string): void {
  if (!holds) throw new Error(`Broken: ${rule}.`)
}
