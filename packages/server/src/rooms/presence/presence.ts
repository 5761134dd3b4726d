import { Failure, limits } from '@gesso/crdt-schema';
import { systemTimers } from '../../timers.ts';
import { KiB } from '../../units.ts';
import { encodePresence, encodeShared, type PresenceEntry, type SharedEntry } from '../frames.ts';
import type { Member } from '../member.ts';
import { forgetThere, hear, showThere, stateHoldsMs } from './elsewhere.ts';
import { createPresenceShares } from './shares.ts';
import { costOf, mayShow, show } from './show.ts';
import { admit, speaks } from './speakers.ts';
import { nobody, type PresenceDeps, type PresenceState, type Presentee } from './state.ts';

/** Shortest time between two presence frames of a room: 30 a second is as often as a cursor is worth drawing. */
const tickMs = 33;
/**
 * What a presence frame costs grows with movers times receivers, so many movers are shown less often: at 60 ms and 150
 * of them each is still seen 16 times a second.
 */
const stretch = { perMover: 0.4, mostMs: 60 } as const;
/** Share of its time after which a frame takes the chance to go with others. */
const nearly = 0.85;
/**
 * Bytes of states that are read in one turn, which takes some 4 ms at most; the rest of a frame follows in the next. All of 200
 * people who move have fewer.
 */
const turnBytes = 64 * KiB;
/** States that other servers are told in one frame: no more than they read. */
const toldAtOnce = 1_000;
/** How long an id that has left is remembered, so that a late echo of its state does not bring it back. */
const rememberMs = 60_000;

/** Who is here and where they are. Kept in memory, sent at most 30 times a second, newest state only. */
export interface Presence {
  /** Takes what a member says about itself; what it says about others (stock clients echo everybody) is not believed. Throws `Failure`. */
  receive(member: Member, entries: readonly PresenceEntry[]): void;
  /** Frame with everybody's state, or undefined when nobody has any. Made once until something of it changes. */
  frame(): Uint8Array | undefined;
  /** Shows the member's states again after its person changed name or color. */
  refresh(member: Member): void;
  /** Sends what is due now instead of by its timer: another part of the room is about to write to everybody. */
  join(): void;
  leave(member: Member, now: number): void;
  /** Nobody is shown under this id any more until its author says where they are. */
  lose(client: number, now: number): void;
  /** Takes what another server says of people who are there. */
  hear(frame: Uint8Array, from: string, now: number): void;
  /** Tells other servers all that is shown of people who are here. */
  tellAll(): void;
  /** Takes back what a server has shown: nobody is there any more. */
  leaveServer(from: string, now: number): void;
  /** The person whom another server shows under an id. */
  elsewhere(client: number): string | undefined;
  forget(now: number): void;
  stop(): void;
}

function schedule(state: PresenceState): void {
  const { timers, tick, sentAt, slack } = state;
  state.timer ??= timers.after(Math.max(0, tick - (timers.elapsed() - sentAt)) + slack(), () => flush(state));
}

/** Tells everybody what has changed, of not too much at once. */
function flush(state: PresenceState): void {
  const { changed, hidden, timers } = state;
  state.timer = undefined;
  state.sentAt = timers.elapsed();
  state.tick = Math.min(stretch.mostMs, Math.max(tickMs, changed.size * stretch.perMover));
  const entries: PresenceEntry[] = [];
  let bytes = 0;
  for (const client of changed) {
    if (bytes >= turnBytes) break;
    const cost = costOf(state, client);
    if (!mayShow(state, client, cost)) continue;
    bytes += cost;
    changed.delete(client);
    const entry = show(state, client);
    if (entry !== undefined) entries.push(entry);
  }
  for (const client of hidden) entries.push({ client, clock: state.everyone.get(client)?.clockOut ?? 0, json: nobody });
  hidden.clear();
  if (entries.length > 0) {
    state.whole = undefined;
    state.broadcast(encodePresence(entries));
    tellOthers(state, entries);
  }
  if (bytes >= turnBytes && changed.size > 0) state.timer ??= timers.soon(() => flush(state));
  else if (changed.size > 0) schedule(state);
}

/** Tells other servers what of it is of people who are here: with the clocks of their clients, which know nothing of servers. */
function tellOthers({ everyone, isShared, tell }: PresenceState, entries: readonly PresenceEntry[]): void {
  if (!isShared()) return;
  const own = entries.flatMap(({ client, clock: said, json }): readonly SharedEntry[] => {
    const one = everyone.get(client);
    return one === undefined || one.server !== undefined ? [] : [{ client, clock: one.clockIn, said, json }];
  });
  for (let at = 0; at < own.length; at += toldAtOnce) tell(encodeShared(own.slice(at, at + toldAtOnce)));
}

/** Notes that a client has left. */
function end({ everyone, changed }: PresenceState, client: number, now: number): void {
  const one = everyone.get(client);
  if (one === undefined) return;
  one.member = undefined;
  one.isThere = false;
  one.raw = undefined;
  one.leftAt = now;
  changed.add(client);
}

/** All that is shown of those whom the rule picks. */
function shownOf({ everyone }: PresenceState, rule: (one: Presentee) => boolean = () => true): PresenceEntry[] {
  const entries: PresenceEntry[] = [];
  for (const [client, one] of everyone)
    if (one.shown !== undefined && rule(one)) entries.push({ client, clock: one.clockOut, json: one.shown });
  return entries;
}

/** Notes that a client has left: maybe for another server, which has said so before. */
function leave(state: PresenceState, client: number, now: number): void {
  const one = state.everyone.get(client);
  const isBeside = one?.beside !== undefined && state.timers.elapsed() - one.beside.heardAt < stateHoldsMs;
  if (one?.beside !== undefined && isBeside) showThere(state, client, one, one.beside);
  else end(state, client, now);
}

function wholeOf(state: PresenceState): Uint8Array | undefined {
  if (state.whole !== undefined) return state.whole;
  const entries = shownOf(state);
  if (entries.length > 0) state.whole = encodePresence(entries);
  return state.whole;
}

function receive(state: PresenceState, member: Member, entries: readonly PresenceEntry[]): void {
  const { heard, changed } = state;
  // A client begins with its own state; it echoes those of others once it has been told.
  const own = !heard.has(member) && entries.length === 1;
  heard.add(member);
  for (const entry of entries) {
    const one = admit(state, member, entry, own);
    if (one === undefined) continue;
    if (entry.json.length > limits.awarenessBytes) throw new Failure('TOO_LARGE', 'presence');
    one.clockIn = entry.clock;
    one.raw = entry.json.slice();
    changed.add(entry.client);
    speaks(state, member, entry.client);
  }
  if (changed.size > 0) schedule(state);
}

export const createPresence = (deps: PresenceDeps): Presence => {
  const state: PresenceState = {
    slack: () => 0,
    isShared: () => false,
    tell: () => undefined,
    onGoneElsewhere: () => undefined,
    timers: systemTimers,
    ...deps,
    everyone: new Map(),
    changed: new Set(),
    hidden: new Set(),
    shares: createPresenceShares(),
    spoken: new Map(),
    heard: new WeakSet(),
    whole: undefined,
    timer: undefined,
    sentAt: 0,
    tick: tickMs,
  };
  const { everyone, changed, shares, spoken, timers } = state;
  return {
    receive: (member, entries) => receive(state, member, entries),
    frame: () => wholeOf(state),
    refresh(member) {
      for (const client of spoken.get(member) ?? []) if (everyone.get(client)?.member === member) changed.add(client);
      if (changed.size > 0) schedule(state);
    },
    join() {
      const { timer, sentAt, tick } = state;
      if (timer === undefined || timers.elapsed() - sentAt < tick * nearly) return;
      timer();
      flush(state);
    },
    leave(member, now) {
      for (const client of spoken.get(member) ?? [])
        if (everyone.get(client)?.member === member) leave(state, client, now);
      spoken.delete(member);
      if (changed.size > 0) schedule(state);
    },
    lose(client, now) {
      if (!everyone.has(client)) return;
      end(state, client, now);
      schedule(state);
    },
    hear(frame, from, now) {
      hear(state, frame, from, now);
      if (changed.size > 0) schedule(state);
    },
    tellAll: () =>
      tellOthers(
        state,
        shownOf(state, ({ member }) => member !== undefined),
      ),
    leaveServer(from, now) {
      forgetThere(state, from, now);
      if (changed.size > 0) schedule(state);
    },
    elsewhere(client) {
      const one = everyone.get(client);
      return one?.isThere === true ? one.person : undefined;
    },
    forget(now) {
      shares.forget();
      forgetThere(state, undefined, now);
      if (changed.size > 0) schedule(state);
      for (const [client, one] of everyone) {
        // What is still shown has to be taken back first.
        if (one.member === undefined && !one.isThere && one.shown === undefined && now - one.leftAt > rememberMs)
          everyone.delete(client);
      }
    },
    stop() {
      state.timer?.();
    },
  };
};
