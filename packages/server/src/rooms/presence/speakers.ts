import type { PresenceEntry } from '../frames.ts';
import type { Member } from '../member.ts';
import { unspoken } from './elsewhere.ts';
import { isNull, type PresenceState, type Presentee } from './state.ts';

/** States one connection may show: its own, and one of before its document was made anew. */
const statesPerMember = 2;

/**
 * Returns the entry a member may speak for, made or taken over where that is right. `own`: it can be no echo of what others
 * said.
 */
export function admit(
  state: PresenceState,
  member: Member,
  { client, clock, json }: PresenceEntry,
  own: boolean,
): Presentee | undefined {
  const { everyone, clientIds } = state;
  const known = everyone.get(client);
  const person = member.access.person.id;
  if (known === undefined) {
    if (isNull(json) || !clientIds.claim(client, member)) return undefined;
    const fresh: Presentee = { ...unspoken(person), member };
    everyone.set(client, fresh);
    return fresh;
  }
  if (known.member === member)
    return clock > known.clockIn || (clock === known.clockIn && isNull(json)) ? known : undefined;
  if (isNull(json)) return undefined;
  if (known.person !== person) return pass(state, known, member, client);
  // A person who comes back before their old connection was given up says again what they said there, and moves to the new one.
  const free = known.member === undefined || own;
  const isPast = clock > Math.max(known.clockIn, known.clockOut);
  // Of one who is on another server, what another page of theirs repeats here is no newer than what it was told.
  const newer = known.server !== undefined ? own || isPast : free ? clock >= known.clockIn : isPast;
  if (!newer || !clientIds.claim(client, member)) return undefined;
  speaksHere(known, member);
  return known;
}

function speaksHere(known: Presentee, member: Member): void {
  known.member = member;
  if (known.server === undefined) return;
  known.server = undefined;
  known.isThere = false;
  // Other servers are told where they are now, also where they say nothing new.
  known.shownAt = Number.NEGATIVE_INFINITY;
}

/** A member that has written under an id is shown under it, where another person was before; so is who it belongs to. */
function pass(
  { clientIds, shares }: PresenceState,
  known: Presentee,
  member: Member,
  client: number,
): Presentee | undefined {
  const person = member.access.person.id;
  const isTheirs = clientIds.owner(client) === person && clientIds.claim(client, member);
  if (!isTheirs && clientIds.holder(client) !== member) return undefined;
  // What is still shown of the one before goes to nobody else's account.
  shares.hide(known.person, client);
  speaksHere(known, member);
  known.person = person;
  return known;
}

/** A member speaks for few at a time: what it has not spoken of for longest is shown no more. */
export function speaks({ everyone, changed, spoken }: PresenceState, member: Member, client: number): void {
  const own = spoken.get(member) ?? new Set();
  if (own.size === 1 && own.has(client)) return;
  spoken.set(member, own);
  own.delete(client);
  own.add(client);
  if (own.size <= statesPerMember) return;
  const [oldest = client] = own;
  own.delete(oldest);
  const one = everyone.get(oldest);
  if (one?.member !== member) return;
  one.member = undefined;
  one.raw = undefined;
  changed.add(oldest);
}
