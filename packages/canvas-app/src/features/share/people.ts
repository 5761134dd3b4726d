import { type Person, type Role, roles } from '@gesso/crdt-schema';
import { type Api, object } from '../../network/api.ts';
import type { LinkRole } from './links.ts';

/** A person of a board, as its owner has them. */
export interface BoardPerson extends Person {
  /** What they may do now; undefined where they may not come in. */
  readonly role: Role | undefined;
  /** The owner has sent them away. */
  readonly isRemoved: boolean;
  /** What they may do once everybody draws. */
  readonly usualRole: Role | undefined;
  /** They ask to draw, and nobody has answered. */
  readonly asks: boolean;
  readonly here: boolean;
  /** The links by which they came that are on, by id. */
  readonly links: readonly string[];
  /** When they were there last, ms since 1970. */
  readonly seenAt: number | undefined;
}

/** Who is on a board, who was, and what they may do. Failures arrive as rejected promises of `Failure`. */
export interface BoardPeople {
  people(): Promise<readonly BoardPerson[]>;
  /** Whether nobody but the owner draws. */
  ownerDraws(): Promise<boolean>;
  letDraw(by: 'owner' | 'everybody'): Promise<void>;
  give(person: string, role: LinkRole): Promise<void>;
  remove(person: string): Promise<void>;
  /** Answers a person who asks to draw. */
  notNow(person: string): Promise<void>;
  handOver(person: string): Promise<void>;
  /** Asks the owner to be let draw. Returns whether they are here to hear it. */
  ask(): Promise<boolean>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const personOf = (value: unknown): BoardPerson => {
  const json = object(value);
  const seenAt = Date.parse(text(json['seenAt']));
  return {
    id: text(json['id']),
    name: text(json['name']),
    color: text(json['color']),
    role: roles.find((known) => known === json['role']),
    usualRole: roles.find((known) => known === json['usualRole']),
    asks: json['asks'] === true,
    isRemoved: json['membership'] === 'none',
    here: json['here'] === true,
    links: Array.isArray(json['links']) ? json['links'].map(text) : [],
    seenAt: Number.isNaN(seenAt) ? undefined : seenAt,
  };
};

/** ms within which a person whose role has changed is back on the board. */
const backWithin = 5_000;

/** Returns what counts those as here whose connection was closed because their role has changed: they are on their way back. */
export function stillHere() {
  const changedAt = new Map<string, number>();
  return (before: readonly BoardPerson[], now: readonly BoardPerson[], at: number): readonly BoardPerson[] => {
    for (const { id, role } of now)
      if (before.some((one) => one.id === id && one.here && one.role !== role)) changedAt.set(id, at);
    return now.map((one) => ({
      ...one,
      here: one.here || (!one.isRemoved && at - (changedAt.get(one.id) ?? Number.NEGATIVE_INFINITY) < backWithin),
    }));
  };
}

/** Who asks comes first, then who is here, each by name: a role that changes moves nobody. */
export const inOrder = (people: readonly BoardPerson[]): readonly BoardPerson[] =>
  [...people].sort(
    (a, b) =>
      Number(b.asks) - Number(a.asks) ||
      Number(b.here) - Number(a.here) ||
      a.name.localeCompare(b.name) ||
      (a.id < b.id ? -1 : 1),
  );

export const openPeople = ({ call }: Pick<Api, 'call'>, board: string): BoardPeople => {
  const at = (path: string) => `/api/boards/${encodeURIComponent(board)}${path}`;
  const of = (person: string) => at(`/people/${encodeURIComponent(person)}`);
  return {
    async people() {
      const { people } = object(await call('GET', at('/people')));
      return Array.isArray(people) ? people.map(personOf) : [];
    },
    ownerDraws: async () => object(await call('GET', at('')))['ownerDraws'] === true,
    async letDraw(by) {
      await call('PUT', at('/drawing'), { by });
    },
    async give(person, role) {
      await call('PUT', of(person), { role });
    },
    async remove(person) {
      await call('DELETE', of(person));
    },
    async notNow(person) {
      await call('DELETE', `${of(person)}/ask`);
    },
    async handOver(person) {
      await call('POST', at('/owner'), { person });
    },
    ask: async () => object(await call('POST', at('/ask')))['heard'] === true,
  };
};
