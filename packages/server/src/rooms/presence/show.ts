import { Failure, limits } from '@gesso/crdt-schema';
import type { PresenceEntry } from '../frames.ts';
import type { Member } from '../member.ts';
import { isNull, nobody, type PresenceState, type Presentee } from './state.ts';

/** Clients renew their state every 15 s, and forget others after 30 (ms); an echo comes sooner. */
const renewedMs = 10_000;

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** Returns the bytes that have to be read to show what a client says. */
export function costOf({ everyone }: PresenceState, client: number): number {
  const one = everyone.get(client);
  return one === undefined || (one.member === undefined && !one.isThere) ? 0 : (one.raw ?? one.shown ?? nobody).length;
}

/** Returns whether a client may be shown now: a person of whom much was shown lately waits; that they have gone does not. */
export function mayShow({ everyone, shares, timers }: PresenceState, client: number, cost: number): boolean {
  const person = everyone.get(client)?.person;
  return cost <= nobody.length || person === undefined || shares.charge(person, cost, timers.elapsed());
}

/** What is to be shown of a client: what another server shows was read there. */
function stateOf(state: PresenceState, { member, isThere, raw, shown }: Presentee): Uint8Array | undefined {
  if (isThere) return raw ?? shown;
  return member === undefined ? undefined : parse(state, member, raw ?? shown);
}

/** Parses what came in, and returns what others are to be told, if that is anything new. */
export function show(state: PresenceState, client: number): PresenceEntry | undefined {
  const { everyone, hidden, shares, timers } = state;
  const one = everyone.get(client);
  if (one === undefined) return undefined;
  const json = stateOf(state, one);
  if (json === undefined) {
    if (one.shown === undefined) return undefined;
    shares.hide(one.person, client);
    one.shown = undefined;
    one.raw = undefined;
    // Others drop a state at the clock they know it by.
    return { client, clock: one.clockOut, json: nobody };
  }
  const same = one.shown !== undefined && Buffer.compare(one.shown, json) === 0;
  // A renewal (a newer clock) keeps the state from expiring at the others; an echo of what we sent does not count.
  // After several returns ours may be ahead of theirs by more than one, and theirs still tell that the person is here.
  const isRenewal = one.clockIn > one.clockOut || timers.elapsed() - one.shownAt >= renewedMs;
  if (same && !isRenewal) return undefined;
  one.shownAt = timers.elapsed();
  one.clockOut = Math.max(one.clockIn, one.clockOut + 1);
  one.shown = json;
  one.raw = undefined;
  hidden.delete(client);
  for (const other of shares.show(one.person, client, json.length)) {
    if (other !== client) hidden.add(other);
    const gone = everyone.get(other);
    if (gone !== undefined) gone.shown = undefined;
  }
  if (one.shown === undefined) return { client, clock: one.clockOut, json: nobody };
  return { client, clock: one.clockOut, json };
}

/** Returns a state with its author in it, or nothing when it is none; what is no state ends the connection. */
function parse({ refuse }: PresenceState, member: Member, raw: Uint8Array | undefined): Uint8Array | undefined {
  if (raw === undefined || member.left || isNull(raw)) return undefined;
  try {
    const state: unknown = JSON.parse(decoder.decode(raw));
    if (typeof state !== 'object' || state === null || Array.isArray(state)) return undefined;
    // What is in a state is between the clients, who parse it; who it is from is not theirs to say.
    const user = member.access.person;
    const json = encoder.encode(JSON.stringify({ ...state, user }));
    // A number of four characters may become one of twenty.
    if (json.length <= limits.awarenessBytes) return json;
    const most = limits.awarenessBytes + Buffer.byteLength(JSON.stringify({ user }));
    if (json.length <= most) return json;
    refuse(member, new Failure('TOO_LARGE', 'presence'));
  } catch (error) {
    refuse(member, new Failure('MALFORMED', `presence: ${String(error)}`));
  }
  return undefined;
}
