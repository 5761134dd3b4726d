import type { Member } from './member.ts';

/** Yjs client ids one connection may speak for: its own, and a few from before a reload of its document. */
const idsPerMember = 8;

/** Who speaks for which Yjs client id. An id belongs to one live connection; the same person may move it to a newer one. */
export interface Claims {
  /** Takes an id for a member. False when it belongs to somebody else, or the member has too many. */
  take(client: number, member: Member): boolean;
  holder(client: number): Member | undefined;
  /** Gives all ids of a member free and tells which they were. */
  release(member: Member): readonly number[];
}

export const createClaims = (): Claims => {
  const holders = new Map<number, Member>();
  const held = new Map<Member, Set<number>>();

  return {
    take(client, member) {
      const holder = holders.get(client);
      if (holder === member) return true;
      if (holder !== undefined && holder.access.person.id !== member.access.person.id) return false;
      const own = held.get(member) ?? new Set();
      if (own.size >= idsPerMember) return false;
      if (holder !== undefined) held.get(holder)?.delete(client);
      own.add(client);
      held.set(member, own);
      holders.set(client, member);
      return true;
    },
    holder: (client) => holders.get(client),
    release(member) {
      const own = [...(held.get(member) ?? [])];
      held.delete(member);
      for (const client of own) holders.delete(client);
      return own;
    },
  };
};
