import { type Person, type Role, roles } from '@gesso/crdt-schema';
import { type Api, object } from '../../network/api.ts';
import type { LinkRole } from './links.ts';

/** A person of a board, as its owner has them. */
export interface BoardPerson extends Person {
  /** What they may do now; undefined where they may not come in. */
  readonly role: Role | undefined;
  /** The owner has sent them away. */
  readonly isRemoved: boolean;
  readonly here: boolean;
  /** When they came last, ms since 1970. */
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
    isRemoved: json['membership'] === 'none',
    here: json['here'] === true,
    seenAt: Number.isNaN(seenAt) ? undefined : seenAt,
  };
};

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
    async handOver(person) {
      await call('POST', at('/owner'), { person });
    },
    ask: async () => object(await call('POST', at('/ask')))['heard'] === true,
  };
};
