import type { Person } from '@gesso/crdt-schema';

/**
 * What people are called in a list, by their ids: those after the first with one name have a number behind it. `someone`: what one without a
 * name is called.
 */
export function namesApart(people: Iterable<Person>, someone: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, name } of people) {
    const plain = name === '' ? someone : name;
    let apart = plain;
    for (let n = 2; taken.has(apart); n++) apart = `${plain} (${n})`;
    taken.add(apart);
    names.set(id, apart);
  }
  return names;
}
