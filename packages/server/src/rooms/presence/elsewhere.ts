import { limits } from '@gesso/crdt-schema';
import { KiB } from '../../units.ts';
import { readShared, type SharedEntry } from '../frames.ts';
import { type Beside, isNull, type PresenceState, type Presentee } from './state.ts';

/** Clients that are known of a room at most before another server's are left out. */
const mostClients = 10_000;
/** A state with its author in it: more is not shown by any server. */
const mostBytes = limits.awarenessBytes + KiB;
/** How long a state holds that its server has not renewed (ms): clients do that every 15 s, and a word may get lost. */
export const stateHoldsMs = 40_000;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The person whom a state is of, as their server has put them into it; undefined where it cannot be read. */
function personIn(json: Uint8Array): string | undefined {
  try {
    const state: unknown = JSON.parse(decoder.decode(json));
    const user: unknown = (state as { readonly user?: unknown } | null)?.user;
    const id: unknown = (user as { readonly id?: unknown } | null | undefined)?.id;
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

const entriesIn = (frame: Uint8Array): readonly SharedEntry[] => {
  try {
    return readShared(frame);
  } catch {
    return [];
  }
};

/** What another server showed of a client is not there any more. */
export function endThere(
  { changed, onGoneElsewhere }: PresenceState,
  client: number,
  one: Presentee,
  now: number,
): void {
  one.isThere = false;
  one.raw = undefined;
  one.leftAt = now;
  changed.add(client);
  onGoneElsewhere(client);
}

/** A client is shown from here on as a server says. */
export function showThere({ changed }: PresenceState, client: number, one: Presentee, beside: Beside): void {
  one.member = undefined;
  one.beside = undefined;
  one.server = beside.server;
  one.isThere = true;
  one.said = beside.said;
  one.heardAt = beside.heardAt;
  one.clockIn = beside.clock;
  one.raw = beside.json;
  changed.add(client);
}

/** A client that nobody speaks for yet. */
export const unspoken = (person: string): Presentee => ({
  member: undefined,
  server: undefined,
  isThere: false,
  said: -1,
  heardAt: 0,
  beside: undefined,
  person,
  clockIn: -1,
  clockOut: -1,
  shown: undefined,
  shownAt: 0,
  raw: undefined,
  leftAt: 0,
});

function hearFarewell(state: PresenceState, { client, said }: SharedEntry, from: string, now: number): void {
  const known = state.everyone.get(client);
  if (known?.beside?.server === from && said >= known.beside.said) known.beside = undefined;
  if (known?.server !== from || !known.isThere || said < known.said) return;
  known.said = said;
  endThere(state, client, known, now);
}

/** The newest clock of the client wins. Who goes from one server to another may say there what they said last. */
function isNews({ member, server, said, clockIn }: Presentee, entry: SharedEntry, from: string): boolean {
  if (server === from) return entry.said > said;
  return member === undefined ? entry.clock >= clockIn : entry.clock > clockIn;
}

function hearOf(state: PresenceState, entry: SharedEntry, from: string): void {
  const { everyone, shares, timers } = state;
  const { client, clock, said } = entry;
  const known = everyone.get(client);
  const isTie = known?.member !== undefined && clock === known.clockIn;
  if (known === undefined ? everyone.size >= mostClients : !isTie && !isNews(known, entry, from)) return;
  const person = entry.json.length > mostBytes ? undefined : personIn(entry.json);
  if (person === undefined) return;
  const beside = { server: from, said, clock, json: entry.json.slice(), heardAt: timers.elapsed() };
  const one = known ?? unspoken(person);
  if (one.person !== person) {
    // Each server goes on showing its own, until it is known whose the id is.
    if (one.member !== undefined) return;
    shares.hide(one.person, client);
    one.person = person;
  }
  everyone.set(client, one);
  if (isTie) one.beside = beside;
  else showThere(state, client, one, beside);
}

/** Takes what a server says of people who are there. What cannot be read is left out. */
export function hear(state: PresenceState, frame: Uint8Array, from: string, now: number): void {
  for (const entry of entriesIn(frame)) {
    if (isNull(entry.json)) hearFarewell(state, entry, from, now);
    else hearOf(state, entry, from);
  }
}

/** Takes back what a server has shown, or with `from` undefined what no server has renewed for too long. */
export function forgetThere(state: PresenceState, from: string | undefined, now: number): void {
  const before = state.timers.elapsed() - stateHoldsMs;
  for (const [client, one] of state.everyone) {
    if (one.beside?.server === from) one.beside = undefined;
    if (!one.isThere) continue;
    if (from === undefined ? one.heardAt < before : one.server === from) endThere(state, client, one, now);
  }
}
