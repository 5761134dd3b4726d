import { mayComment, type Role } from '@gesso/crdt-schema';
import type { Member } from '../member.ts';

/** Yjs client ids one connection may speak for: its own, and a few from before a reload of its document. */
const idsPerMember = 8;

/**
 * Who speaks for which Yjs client id. An id belongs to one connection; the same person may move it to a newer one.
 * An id that content was written under belongs to its person for good. A member who may only look is shown under an id and has no
 * content to bring: for content such an id is free, and goes to the member who writes under it.
 */
export interface ClientIdOwnership {
  /** Claims an id for a member. Returns false when it belongs to another person, or the member has too many. */
  claim(client: number, member: Member): boolean;
  holder(client: number): Member | undefined;
  /** Returns the member who is here to bring what was written under an id. */
  author(client: number): Member | undefined;
  /** Tells whether the content of an id belongs to another than this person. */
  isForeign(client: number, person: string): boolean;
  /** Tells whether one is on another server to bring what was written under an id. */
  isElsewhere(client: number): boolean;
  /** Gives an id to a person for good. Tells whether that is new. */
  assign(client: number, person: string): boolean;
  /** Returns the person an id belongs to for good. */
  owner(client: number): string | undefined;
  /** It was given to a person on another server: whoever else speaks for it here does so no more. */
  learn(client: number, person: string): void;
  /** Gives all ids of a member free and tells which they were. */
  release(member: Member): readonly number[];
}

/** A person who speaks for an id on another server, as far as that is known. */
export interface Speaker {
  readonly person: string;
  readonly role: Role;
}

/**
 * `owned`: whom ids belong to already, as person ids. `onLost`: a member is not shown under an id any more. `elsewhere`: who speaks for an
 * id on another server.
 */
export const createClientIdOwnership = (
  owned: ReadonlyMap<number, string> = new Map(),
  onLost: (client: number) => void = () => {},
  elsewhere: (client: number) => Speaker | undefined = () => undefined,
): ClientIdOwnership => {
  const owners = new Map(owned);
  const holders = new Map<number, Member>();
  const held = new Map<Member, Set<number>>();

  /** Whether an id may go to a member from the one who speaks for it now. */
  const mayPass = (client: number, from: Speaker, to: Member): boolean => {
    const person = to.access.person.id;
    return (
      from.person === person || owners.get(client) === person || (mayComment(to.access.role) && !mayComment(from.role))
    );
  };
  const speaker = (client: number): Speaker | undefined => {
    const holder = holders.get(client);
    return holder === undefined ? elsewhere(client) : { person: holder.access.person.id, role: holder.access.role };
  };

  /** Who is here, or on another server, to bring what was written under an id. */
  const brings = (client: number): Speaker | undefined => {
    const one = speaker(client);
    return one !== undefined && mayComment(one.role) ? one : undefined;
  };

  const ownership: ClientIdOwnership = {
    claim(client, member) {
      const holder = holders.get(client);
      if (holder === member) return true;
      const person = member.access.person.id;
      if ((owners.get(client) ?? person) !== person) return false;
      const from = speaker(client);
      if (from !== undefined && !mayPass(client, from, member)) return false;
      const own = held.get(member) ?? new Set();
      if (own.size >= idsPerMember) return false;
      own.add(client);
      held.set(member, own);
      holders.set(client, member);
      if (holder === undefined) return true;
      held.get(holder)?.delete(client);
      if (holder.access.person.id !== person) onLost(client);
      return true;
    },
    holder: (client) => holders.get(client),
    author(client) {
      const holder = holders.get(client);
      return holder !== undefined && mayComment(holder.access.role) ? holder : undefined;
    },
    isForeign(client, person) {
      const owner = owners.get(client) ?? brings(client)?.person;
      return owner !== undefined && owner !== person;
    },
    isElsewhere: (client) => !holders.has(client) && brings(client) !== undefined,
    assign(client, person) {
      if (owners.has(client)) return false;
      owners.set(client, person);
      return true;
    },
    owner: (client) => owners.get(client),
    learn(client, person) {
      if (!ownership.assign(client, person)) return;
      const holder = holders.get(client);
      if (holder === undefined || holder.access.person.id === person) return;
      held.get(holder)?.delete(client);
      holders.delete(client);
      onLost(client);
    },
    release(member) {
      const own = [...(held.get(member) ?? [])];
      held.delete(member);
      for (const client of own) holders.delete(client);
      return own;
    },
  };
  return ownership;
};
