import type { Person } from '@gesso/crdt-schema';
import type { Access } from '../member.ts';
import { leastWorn, type Wearers } from './least-worn.ts';

/** How long (ms) a color is kept for a person who has left: a tunnel, a lid that was closed, a page that is loaded anew. */
const keptMs = 5 * 60_000;
/** People who have left for whom their color is kept, those who left last. */
const mostAway = 200;
/** People whose color is remembered as long as the board is loaded, those who came last. */
const mostKnown = 1_000;

interface Wearer {
  readonly color: string;
  /** Their connections. Several of one person show one color. */
  connections: number;
  /** When they left, and how many others wore their color then. */
  leftAt: number;
  others: number;
}

type Dressed = Pick<Access, 'person' | 'colorChosen'>;

/** What color each person wears on one board, by their ids. It is found when they come, and stays theirs while they are here. */
export interface Colors {
  /** A person comes by one more connection. Returns the color they wear here. */
  join(who: Dressed): string;
  /** One connection of a person ends. */
  leave(person: string, now: number): void;
  /** A person may have chosen a color. Returns the one they wear here. */
  change(who: Dressed): string;
  forget(now: number): void;
  /** What a person wears here, or wore when they were here last. */
  of(person: string): string | undefined;
}

/** Puts a person's color behind all others, and forgets the first of too many. */
function remember(known: Map<string, string>, person: string, color: string): void {
  known.delete(person);
  known.set(person, color);
  const [oldest] = known.keys();
  if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
}

function count(counts: Map<string, number>, color: string, by: number): void {
  const n = (counts.get(color) ?? 0) + by;
  if (n > 0) counts.set(color, n);
  else counts.delete(color);
}

/** How many wear each color here, and elsewhere of those who are not here as well. */
function wornWith(here: Wearers, others: readonly Person[], isHere: (person: string) => boolean): Wearers {
  if (others.length === 0) return here;
  const counts = new Map(here);
  const colors = new Map(others.map(({ id, color }) => [id, color]));
  for (const [id, color] of colors) if (!isHere(id)) count(counts, color, 1);
  return counts;
}

/**
 * Twelve people wear twelve colors, unless they choose: a person who has chosen one wears that. `elsewhere`: people who have the board open
 * on other servers, as far as that is known; one who is there as well wears here what they wear there.
 */
export const createColors = (elsewhere: () => readonly Person[] = () => []): Colors => {
  const wearers = new Map<string, Wearer>();
  const known = new Map<string, string>();
  const here = new Map<string, number>();
  const away = new Map<string, number>();
  /** Who has left, in that order. */
  const left = new Set<string>();

  const worn = (others: readonly Person[]) => wornWith(here, others, (id) => (wearers.get(id)?.connections ?? 0) > 0);

  /** What is kept for a person who has left is theirs no more. */
  const drop = (person: string): void => {
    const wearer = wearers.get(person);
    if (wearer === undefined || !left.delete(person)) return;
    wearers.delete(person);
    count(away, wearer.color, -1);
  };

  const find = ({ person, colorChosen }: Dressed, before: Wearer | undefined): string => {
    if (colorChosen === true) return person.color;
    const others = elsewhere();
    const there = others.find(({ id }) => id === person.id);
    if (there !== undefined) return there.color;
    const counts = worn(others);
    // It is still theirs unless a person has come meanwhile who wears it.
    if (before !== undefined && (counts.get(before.color) ?? 0) <= before.others) return before.color;
    return leastWorn(person.color, counts, away);
  };

  return {
    join(who) {
      const { id } = who.person;
      const present = wearers.get(id);
      if (present !== undefined && present.connections > 0) {
        present.connections++;
        return present.color;
      }
      drop(id);
      const color = find(who, present);
      wearers.set(id, { color, connections: 1, leftAt: 0, others: 0 });
      count(here, color, 1);
      remember(known, id, color);
      return color;
    },
    leave(person, now) {
      const wearer = wearers.get(person);
      if (wearer === undefined || --wearer.connections > 0) return;
      count(here, wearer.color, -1);
      count(away, wearer.color, 1);
      wearer.leftAt = now;
      wearer.others = worn(elsewhere().filter(({ id }) => id !== person)).get(wearer.color) ?? 0;
      left.add(person);
      const [longest] = left;
      if (left.size > mostAway && longest !== undefined) drop(longest);
    },
    change({ person, colorChosen }) {
      const wearer = wearers.get(person.id);
      if (colorChosen === true && known.has(person.id)) remember(known, person.id, person.color);
      if (wearer === undefined) return person.color;
      if (colorChosen !== true || wearer.color === person.color) return wearer.color;
      const counts = wearer.connections > 0 ? here : away;
      count(counts, wearer.color, -1);
      count(counts, person.color, 1);
      wearers.set(person.id, { ...wearer, color: person.color });
      return person.color;
    },
    of: (person) => known.get(person),
    forget(now) {
      for (const person of left) {
        if (now - (wearers.get(person)?.leftAt ?? 0) <= keptMs) break;
        drop(person);
      }
    },
  };
};
