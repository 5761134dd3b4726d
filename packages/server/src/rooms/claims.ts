import type { Member } from './member.ts';

/** Yjs client ids one connection may speak for: its own, and a few from before a reload of its document. */
const idsPerMember = 8;

/**
 * Who speaks for which Yjs client id. An id belongs to one live connection; the same person may move it to a newer one.
 * An id that content was written under belongs to its person for good.
 */
export interface Claims {
  /** Takes an id for a member. False when it belongs to somebody else, or the member has too many. */
  take(client: number, member: Member): boolean;
  holder(client: number): Member | undefined;
  /** Whether an id belongs to somebody other than this person. */
  isForeign(client: number, person: string): boolean;
  /** Gives an id to a person for good. Tells whether that is new. */
  settle(client: number, person: string): boolean;
  /** Gives all ids of a member free and tells which they were. */
  release(member: Member): readonly number[];
}

/** `owned`: whom ids belong to already, as person ids. */
export const createClaims = (owned: ReadonlyMap<number, string> = new Map()): Claims => {
  const owners = new Map(owned);
  const holders = new Map<number, Member>();
  const held = new Map<Member, Set<number>>();

  const claims: Claims = {
    take(client, member) {
      const holder = holders.get(client);
      if (holder === member) return true;
      if (claims.isForeign(client, member.access.person.id)) return false;
      const own = held.get(member) ?? new Set();
      if (own.size >= idsPerMember) return false;
      if (holder !== undefined) held.get(holder)?.delete(client);
      own.add(client);
      held.set(member, own);
      holders.set(client, member);
      return true;
    },
    holder: (client) => holders.get(client),
    isForeign(client, person) {
      const owner = owners.get(client) ?? holders.get(client)?.access.person.id;
      return owner !== undefined && owner !== person;
    },
    settle(client, person) {
      if (owners.has(client)) return false;
      owners.set(client, person);
      return true;
    },
    release(member) {
      const own = [...(held.get(member) ?? [])];
      held.delete(member);
      for (const client of own) holders.delete(client);
      return own;
    },
  };
  return claims;
};
