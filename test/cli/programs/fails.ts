import type { Context } from '@atomic-ts/atomic'

interface Person {
  readonly name: string
}

/** @task */
export function initial(person: Person): string {
  if (person.name === '') throw new TypeError('a person without a name')
  return person.name.slice(0, 1)
}

export default async function main(ctx: Context): Promise<void> {
  const people = ctx.parallelize([{ name: 'Ada' }, { name: '' }])
  console.log(await people.mapTask(initial).collect())
}
