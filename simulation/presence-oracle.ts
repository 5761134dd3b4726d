import './globals.ts';
import { limits } from '@gesso/crdt-schema';
import { readFrame } from '../packages/server/src/rooms/frames.ts';
import type { ServerEnd } from './net.ts';
import type { VirtualTime } from './time.ts';

/** Presence goes out 30 times a second at most, and so does the news that a person left (ms). */
const presenceMs = 34;
/**
 * How soon everybody whose line has room is told that a person left (ms), when a line has none (bytes), and how long it
 * may take from the moment the server ends a connection, and tells, until that is closed (ms).
 */
const farewell = { ms: 500, room: 64 * 1024, closing: 4_000 } as const;
/** Bytes by which a presence state grows when the server says who it is from. */
const signature = 256;

interface Guest {
  readonly person: string;
  /** Client ids it was told are here. */
  readonly sees: Set<number>;
  /** When its line was last too full for presence. */
  fullAt: number;
}

/** Who is on the board, as the server knows it, against whom it shows to be there. */
export interface PresenceOracle {
  came(end: ServerEnd, person: string): void;
  /** A person said of a client id that it is theirs. */
  claimed(end: ServerEnd, client: number): void;
  told(end: ServerEnd, frame: Uint8Array): void;
  left(end: ServerEnd): void;
  check(): void;
  /** Everybody on a server is gone at once, and nobody is there to tell. */
  clear(node: number): void;
  /** Whether a server has heard of this client id from its owner, on a connection that it believes in. */
  isLive(client: number, node: number): boolean;
  /** The server on which a client id was last spoken for. */
  serverOf(client: number): number | undefined;
}

/** Several servers, which show each other's people. */
export interface Apart {
  /** Until when (virtual ms) anything was wrong between them. */
  readonly troubledUntil: () => number;
}

/**
 * How long a server may show a person who left another one that could not say so (ms): 40 s from the last word of it, a look each 5 s, and
 * some for words that were on their way.
 */
const apartMs = 55_000;

export interface PresenceOracleDeps {
  readonly time: VirtualTime;
  /** The person behind a client id, where the world made it. */
  readonly personOf: (client: number) => string | undefined;
  readonly apart: Apart | undefined;
  readonly breach: (promise: string, message: string) => void;
}

export const createPresenceOracle = ({ time, personOf, apart, breach }: PresenceOracleDeps): PresenceOracle => {
  const goneMs = apart === undefined ? presenceMs : apartMs;
  const toldMs = apart === undefined ? farewell.ms : apartMs;
  /** Whether something that should be so since a moment, and since all is well between servers, is still not so after as long as it may take. */
  const isOver = (at: number, ms: number): boolean =>
    time.now() - at > ms && (apart === undefined || time.now() - apart.troubledUntil() > ms);
  const guests = new Map<ServerEnd, Guest>();
  /** Who said last that a client id is theirs. */
  const speakers = new Map<number, ServerEnd>();
  let farewells: { readonly client: number; readonly at: number }[] = [];
  const leftAt = new Map<string, number>();
  /** When it is looked again who was not told, where that may take long. */
  let lookAt = 0;

  const left = (end: ServerEnd): void => {
    const guest = guests.get(end);
    if (guest !== undefined) leftAt.set(guest.person, time.now());
    for (const [client, speaker] of speakers) {
      if (speaker !== end) continue;
      speakers.delete(client);
      farewells.push({ client, at: time.now() });
    }
    guests.delete(end);
  };

  return {
    came: (end, person) => void guests.set(end, { person, sees: new Set(), fullAt: Number.NEGATIVE_INFINITY }),
    claimed(end, client) {
      if (personOf(client) !== guests.get(end)?.person) return;
      speakers.set(client, end);
      farewells = farewells.filter((one) => one.client !== client);
    },
    told(end, frame) {
      const read = readFrame(frame);
      if (read.type !== 'presence') return;
      const { sees } = guests.get(end) ?? {};
      const here = new Set([...guests.values()].map(({ person }) => person));
      for (const { client, json } of read.entries) {
        if (json.length > limits.awarenessBytes + signature) breach('limits', `${json.length} bytes of presence`);
        const state: unknown = JSON.parse(new TextDecoder().decode(json));
        if (state === null) {
          sees?.delete(client);
          continue;
        }
        sees?.add(client);
        const { user } = state as { readonly user: { readonly id: string } };
        const owner = personOf(client);
        if (owner !== undefined && owner !== user.id) breach('presence', `${user.id} is shown as client of ${owner}`);
        if (!here.has(user.id) && isOver(leftAt.get(user.id) ?? Number.NEGATIVE_INFINITY, goneMs))
          breach('presence', `${end.from} is shown ${user.id}, who has left`);
      }
    },
    left,
    check() {
      const now = time.now();
      for (const [end, guest] of guests) if (end.backlog > farewell.room) guest.fullAt = now;
      if (apart !== undefined && now < lookAt) return;
      lookAt = now + farewell.ms;
      const due = farewells.filter(({ at }) => isOver(at, toldMs));
      if (due.length === 0) return;
      farewells = farewells.filter((one) => !due.includes(one));
      for (const { client, at } of due)
        for (const [end, { sees, fullAt }] of guests)
          if (end.open && fullAt + farewell.closing < at && sees.has(client))
            breach('presence', `${end.from} was not told that ${client} left`);
    },
    clear(node) {
      for (const end of [...guests.keys()]) if (end.node === node) left(end);
      // Who comes to a server that is alone was not shown them by the one before.
      if (apart !== undefined) return;
      leftAt.clear();
      farewells = [];
    },
    isLive(client, node) {
      const speaker = speakers.get(client);
      return speaker?.open === true && speaker.node === node && guests.has(speaker);
    },
    serverOf: (client) => speakers.get(client)?.node,
  };
};
