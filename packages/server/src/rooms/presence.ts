import { Failure, limits } from '@gesso/crdt-schema';
import { type Cancel, systemTimers, type Timers } from '../timers.ts';
import type { ClientIdOwnership } from './client-id-ownership.ts';
import { encodePresence, type PresenceEntry } from './frames.ts';
import type { Member } from './member.ts';
import { createPresenceShares } from './presence-shares.ts';

/** Shortest time between two presence frames of a room: 30 a second is as often as a cursor is worth drawing. */
const tickMs = 33;
/**
 * What a presence frame costs grows with movers times receivers, so many movers are shown less often: at 60 ms and 150
 * of them each is still seen 16 times a second.
 */
const stretch = { perMover: 0.4, mostMs: 60 } as const;
/** Share of its time after which a frame takes the chance to go with others. */
const nearly = 0.85;
/** States one connection may show: its own, and one of before its document was made anew. */
const statesPerMember = 2;
/**
 * Bytes of states that are read in one turn, which takes some 4 ms at most; the rest of a frame follows in the next. All of 200
 * people who move have fewer.
 */
const turnBytes = 64 * 1024;
/** How long an id that has left is remembered, so that a late echo of its state does not bring it back. */
const rememberMs = 60_000;

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();
const nobody = encoder.encode('null');
const isNull = (json: Uint8Array): boolean => json.length === 4 && Buffer.compare(json, nobody) === 0;

interface Presentee {
  /** Who speaks for it now; undefined when it has left. */
  member: Member | undefined;
  person: string;
  /** Newest clock that came in, and newest that went out. The latter runs ahead after a reconnect, never behind. */
  clockIn: number;
  clockOut: number;
  /** What others were told, and what came in since and has not been parsed. */
  shown: Uint8Array | undefined;
  raw: Uint8Array | undefined;
  leftAt: number;
  /** When others were last told. */
  shownAt: number;
}

/** Who is here and where they are. Kept in memory, sent at most 30 times a second, newest state only. */
export interface Presence {
  /** Takes what a member says about itself; what it says about others (stock clients echo everybody) is not believed. Throws `Failure`. */
  receive(member: Member, entries: readonly PresenceEntry[]): void;
  /** Frame with everybody's state, or undefined when nobody has any. Made once until something of it changes. */
  frame(): Uint8Array | undefined;
  /** Shows the member's states again after its person changed name or color. */
  refresh(member: Member): void;
  /** Sends what is due now instead of by its timer: somebody else is about to write to everybody. */
  join(): void;
  leave(member: Member, now: number): void;
  /** Nobody is shown under this id any more until its author says where they are. */
  lose(client: number, now: number): void;
  forget(now: number): void;
  stop(): void;
}

export interface PresenceDeps {
  readonly claims: ClientIdOwnership;
  readonly broadcast: (frame: Uint8Array) => void;
  /** How long, in ms, a frame may wait beyond its time for others to go with. */
  readonly slack?: () => number;
  /** Ends the connection of a member whose state turned out not to be one. */
  readonly refuse: (member: Member, failure: Failure) => void;
  readonly timers?: Timers;
}

/** Clients renew their state every 15 s, and forget others after 30 (ms); an echo comes sooner. */
const renewedMs = 10_000;

export const createPresence = (deps: PresenceDeps): Presence => {
  const { claims, broadcast, refuse, slack = () => 0, timers = systemTimers } = deps;
  const everyone = new Map<number, Presentee>();
  const changed = new Set<number>();
  const shares = createPresenceShares();
  /** What each member speaks for, what it said last at the end. */
  const spoken = new Map<Member, Set<number>>();
  /** What the next frame tells besides what changed: states that had to make room. */
  const hidden = new Set<number>();
  let whole: Uint8Array | undefined;
  let timer: Cancel | undefined;
  let sentAt = 0;
  let tick: number = tickMs;

  /** Members that have said something about presence. */
  const heard = new WeakSet<Member>();

  /**
   * The entry a member may speak for, made or taken over where that is right. `own`: it can be no echo of what others
   * said.
   */
  const admit = (member: Member, { client, clock, json }: PresenceEntry, own: boolean): Presentee | undefined => {
    const known = everyone.get(client);
    const person = member.access.person.id;
    if (known === undefined) {
      if (isNull(json) || !claims.take(client, member)) return undefined;
      const fresh: Presentee = {
        member,
        person,
        clockIn: -1,
        clockOut: -1,
        shown: undefined,
        shownAt: 0,
        raw: undefined,
        leftAt: 0,
      };
      everyone.set(client, fresh);
      return fresh;
    }
    if (known.member === member)
      return clock > known.clockIn || (clock === known.clockIn && isNull(json)) ? known : undefined;
    if (isNull(json)) return undefined;
    if (known.person !== person) return pass(known, member, client);
    // Whoever comes back before their old line was given up says again what they said there, and moves to the new one.
    const free = known.member === undefined || own;
    const newer = free ? clock >= known.clockIn : clock > Math.max(known.clockIn, known.clockOut);
    if (!newer || !claims.take(client, member)) return undefined;
    known.member = member;
    return known;
  };

  /** Whoever has written under an id is shown under it, where somebody who may only look was before. */
  const pass = (known: Presentee, member: Member, client: number): Presentee | undefined => {
    if (claims.holder(client) !== member) return undefined;
    // What is still shown of whoever was there goes to nobody else's account.
    shares.hide(known.person, client);
    known.member = member;
    known.person = member.access.person.id;
    return known;
  };

  /** A member speaks for few at a time: what it has not spoken of for longest is shown no more. */
  const speaks = (member: Member, client: number): void => {
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
  };

  const schedule = (): void => {
    timer ??= timers.after(Math.max(0, tick - (timers.elapsed() - sentAt)) + slack(), flush);
  };

  const flush = (): void => {
    timer = undefined;
    sentAt = timers.elapsed();
    tick = Math.min(stretch.mostMs, Math.max(tickMs, changed.size * stretch.perMover));
    const entries: PresenceEntry[] = [];
    let bytes = 0;
    for (const client of changed) {
      if (bytes >= turnBytes) break;
      const cost = costOf(client);
      if (!mayShow(client, cost)) continue;
      bytes += cost;
      changed.delete(client);
      const entry = show(client);
      if (entry !== undefined) entries.push(entry);
    }
    for (const client of hidden) entries.push({ client, clock: everyone.get(client)?.clockOut ?? 0, json: nobody });
    hidden.clear();
    if (entries.length > 0) {
      whole = undefined;
      broadcast(encodePresence(entries));
    }
    if (bytes >= turnBytes && changed.size > 0) timer ??= timers.soon(flush);
    else if (changed.size > 0) schedule();
  };

  /** Bytes that have to be read to show what a client says. */
  const costOf = (client: number): number => {
    const one = everyone.get(client);
    return one?.member === undefined ? 0 : (one.raw ?? one.shown ?? nobody).length;
  };

  /** Who has had much shown lately waits; that they have gone does not. */
  const mayShow = (client: number, cost: number): boolean => {
    const person = everyone.get(client)?.person;
    return cost <= nobody.length || person === undefined || shares.charge(person, cost, timers.elapsed());
  };

  /** Parses what came in and gives what others are to be told, if that is anything new. */
  const show = (client: number): PresenceEntry | undefined => {
    const one = everyone.get(client);
    if (one === undefined) return undefined;
    const json = one.member === undefined ? undefined : parse(one.member, one.raw ?? one.shown);
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
    // After several returns ours may be ahead of theirs by more than one, and theirs still tell that somebody is here.
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
  };

  const parse = (member: Member, raw: Uint8Array | undefined): Uint8Array | undefined => {
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
  };

  return {
    receive(member, entries) {
      // A client begins with its own state; it echoes those of others once it has been told.
      const own = !heard.has(member) && entries.length === 1;
      heard.add(member);
      for (const entry of entries) {
        const one = admit(member, entry, own);
        if (one === undefined) continue;
        if (entry.json.length > limits.awarenessBytes) throw new Failure('TOO_LARGE', 'presence');
        one.clockIn = entry.clock;
        one.raw = entry.json.slice();
        changed.add(entry.client);
        speaks(member, entry.client);
      }
      if (changed.size > 0) schedule();
    },
    frame() {
      if (whole !== undefined) return whole;
      const entries: PresenceEntry[] = [];
      for (const [client, { shown, clockOut }] of everyone) {
        if (shown !== undefined) entries.push({ client, clock: clockOut, json: shown });
      }
      if (entries.length > 0) whole = encodePresence(entries);
      return whole;
    },
    refresh(member) {
      for (const client of spoken.get(member) ?? []) if (everyone.get(client)?.member === member) changed.add(client);
      if (changed.size > 0) schedule();
    },
    join() {
      if (timer === undefined || timers.elapsed() - sentAt < tick * nearly) return;
      timer();
      flush();
    },
    leave(member, now) {
      for (const client of spoken.get(member) ?? []) {
        const one = everyone.get(client);
        if (one?.member !== member) continue;
        one.member = undefined;
        one.raw = undefined;
        one.leftAt = now;
        changed.add(client);
      }
      spoken.delete(member);
      if (changed.size > 0) schedule();
    },
    lose(client, now) {
      const one = everyone.get(client);
      if (one === undefined) return;
      one.member = undefined;
      one.raw = undefined;
      one.leftAt = now;
      changed.add(client);
      schedule();
    },
    forget(now) {
      shares.forget();
      for (const [client, one] of everyone) {
        // What is still shown has to be taken back first.
        if (one.member === undefined && one.shown === undefined && now - one.leftAt > rememberMs)
          everyone.delete(client);
      }
    },
    stop() {
      timer?.();
    },
  };
};
