import './globals.ts';
import { limits, messageType, syncType } from '@gesso/crdt-schema';
import { craftUpdate, farNeighbors, lettersApart } from '@gesso/crdt-schema/testing';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Link } from './net.ts';
import { createRng, type Rng } from './random.ts';
import { scriptOf } from './script.ts';

export type Attack =
  | 'own'
  | 'garbage'
  | 'mutate'
  | 'replay'
  | 'foreign'
  | 'gap'
  | 'dangling'
  | 'presence'
  | 'ask'
  | 'excess'
  | 'costly'
  | 'ranges'
  | 'grow'
  | 'forge'
  | 'squat';
/** What plans are drawn from; `squat` is for a plan that knows what comes later. */
export const attacks: readonly Attack[] = [
  'own',
  'garbage',
  'mutate',
  'replay',
  'foreign',
  'gap',
  'dangling',
  'presence',
  'ask',
  'excess',
  'costly',
  'ranges',
  'grow',
  'forge',
];

/** A person with a way in and no good intentions, who speaks frame by frame. */
export interface Hostile {
  attack(kind: Attack, seed: number): void;
  leave(): void;
}

export interface Victim {
  readonly client: number;
  readonly clock: number;
  readonly person: string;
  readonly doc: Y.Doc;
}

export interface HostileDeps {
  readonly link: Link;
  readonly index: number;
  /** Client ids of another person's, with the clock that comes next, as anybody on the board knows them, and what they see. */
  readonly victims: () => readonly Victim[];
}

const syncFrame = (step: number, body: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, body);
  return encoding.toUint8Array(encoder);
};

const presenceFrame = (client: number, clock: number, state: unknown): Uint8Array => {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, 1);
  encoding.writeVarUint(inner, client);
  encoding.writeVarUint(inner, clock);
  encoding.writeVarString(inner, JSON.stringify(state));
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.awareness);
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
  return encoding.toUint8Array(encoder);
};

/** An update that continues at `clock` of a client id, no matter whose. */
const writtenAs = (client: number, clock: number, rng: Rng): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = client;
  // Filler before `clock` is left out of the update, so the rest says that it was there.
  const filler = doc.getMap('ov');
  for (let i = 0; i < clock; i++) filler.set('forged-id-00:x', i);
  const before = Y.encodeStateVector(doc);
  doc.getMap('el').set(`forged-${String(rng.int(100_000)).padStart(5, '0')}`, { k: 'r', x: 1, y: 2, w: 3, h: 4 });
  const update = Y.encodeStateAsUpdate(doc, before);
  doc.destroy();
  return update;
};

/** Comments in another person's name: new ones, or such in the place of what they said. */
const forgedComment = ({ person, doc }: Victim, client: number, rng: Rng): Uint8Array => {
  const scratch = new Y.Doc();
  Y.applyUpdate(scratch, Y.encodeStateAsUpdate(doc));
  scratch.clientID = client;
  const cm = scratch.getMap<{ readonly u: string }>('cm');
  const theirs = [...cm].filter(([key, { u }]) => u === person && key.length === 25).map(([key]) => key);
  const before = Y.encodeStateVector(scratch);
  const key = theirs.length === 0 || rng.chance(0.5) ? `chat:forged${rng.int(900_000) + 100_000}` : rng.pick(theirs);
  cm.set(key, { u: person, n: person, t: 1, b: 'forged' } as { readonly u: string });
  const update = Y.encodeStateAsUpdate(scratch, before);
  scratch.destroy();
  return update;
};

export const createHostile = ({ link, index, victims }: HostileDeps): Hostile => {
  const own = (index + 1) * 1_000 + 999;
  const heard: Uint8Array[] = [];
  const doc = new Y.Doc();
  doc.clientID = own;
  let socket: WebSocket | undefined;

  const call = (): WebSocket => {
    const made = new link.Socket('ws://the-server/sync/the-board?gesso=1');
    made.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      if (heard.length < 200) heard.push(new Uint8Array(data));
    };
    made.onclose = () => {
      if (socket === made) socket = undefined;
    };
    return made;
  };

  const mutated = (frame: Uint8Array, rng: Rng): Uint8Array => {
    const copy = frame.slice();
    for (let n = 1 + rng.int(3); n > 0; n--) copy[rng.int(copy.length)] = rng.int(256);
    return rng.chance(0.2) ? copy.subarray(0, rng.int(copy.length)) : copy;
  };

  const frameOf = (kind: Attack, rng: Rng): Uint8Array => {
    const recorded = heard.length === 0 ? Uint8Array.of(0, 0, 1, 0) : rng.pick(heard);
    const known = victims();
    const victim = known.length === 0 ? { client: own, clock: 0, person: 'nobody', doc } : rng.pick(known);
    switch (kind) {
      case 'own': {
        const before = Y.encodeStateVector(doc);
        doc.getMap('el').set(`hostile-${String(rng.int(10_000)).padStart(4, '0')}`, { k: 'r', x: rng.int(99), y: 0 });
        return syncFrame(syncType.update, Y.encodeStateAsUpdate(doc, before));
      }
      case 'garbage':
        return Uint8Array.from({ length: 1 + rng.int(60) }, () => rng.int(256));
      case 'mutate':
        return mutated(recorded, rng);
      case 'replay':
        return recorded;
      case 'foreign':
        return syncFrame(
          rng.chance(0.5) ? syncType.update : syncType.step2,
          writtenAs(victim.client, victim.clock, rng),
        );
      case 'forge':
        return syncFrame(
          rng.chance(0.5) ? syncType.update : syncType.step2,
          forgedComment(victim, own + 3_000_000 + rng.int(100_000), rng),
        );
      case 'gap':
        return syncFrame(rng.chance(0.5) ? syncType.update : syncType.step2, writtenAs(own + 7, 3 + rng.int(50), rng));
      case 'dangling': {
        // Deletes what nobody has written yet.
        const encoder = encoding.createEncoder();
        for (const number of [0, 1, victim.client, 1, victim.clock + rng.int(20), 1 + rng.int(10)])
          encoding.writeVarUint(encoder, number);
        return syncFrame(syncType.update, encoding.toUint8Array(encoder));
      }
      case 'presence':
        return presenceFrame(victim.client, rng.int(1_000), rng.chance(0.3) ? null : { user: { id: 'somebody' } });
      case 'excess': {
        if (rng.chance(0.2)) return presenceFrame(own, rng.int(1_000), { note: 'x'.repeat(limits.awarenessBytes) });
        // A document of its own each time: what is refused must not stand in the way of what comes later.
        const scratch = new Y.Doc();
        scratch.clientID = own + 1_000_000 + rng.int(100_000);
        const id = `excess-${String(rng.int(100_000)).padStart(5, '0')}`;
        const deep = Array.from({ length: 2 * limits.valueDepth }).reduce((inner) => [inner], 1);
        const write: readonly (() => unknown)[] = [
          () => scratch.getMap('el').set(id, { k: 'r', x: 1, y: 2, d: deep }),
          () => scratch.getMap('el').set(id, { k: 'r', x: 1, y: 2, d: 'x'.repeat(limits.recordBytes) }),
          () => scratch.getMap('ov').set(`${id}:x`, Number.NaN),
          () => scratch.getMap('secrets').set(id, 1),
        ];
        rng.pick(write)();
        return syncFrame(rng.chance(0.5) ? syncType.update : syncType.step2, Y.encodeStateAsUpdate(scratch));
      }
      default:
        return syncFrame(syncType.step1, Uint8Array.of(0));
    }
  };

  /** One after the other, each a few bytes that are allowed or refused, and cost no more than those deserve. */
  const framesOf = (kind: Attack, seed: number): readonly Uint8Array[] => {
    const rng = createRng(`attack ${seed}`);
    const author = own + 2_000_000 + 2 * rng.int(100_000);
    const id = `costly-${String(rng.int(100_000)).padStart(5, '0')}`;
    const say = (update: Uint8Array): Uint8Array => syncFrame(syncType.step2, update);
    switch (kind) {
      case 'ask':
        return Array.from({ length: 8 }, () => frameOf(kind, rng));
      case 'costly':
        return [
          say(craftUpdate([lettersApart(author, 800, id)])),
          say(craftUpdate([farNeighbors(author + 1, 800, author)])),
        ];
      case 'ranges': {
        const gone = [author, 1, 300] as const;
        const again = Array.from({ length: 3_000 }, () => gone);
        return [say(craftUpdate([lettersApart(author, 300, id)], [gone])), say(craftUpdate([], again))];
      }
      case 'grow': {
        const scratch = new Y.Doc();
        scratch.clientID = author;
        const text = new Y.Text();
        const frames: Uint8Array[] = [];
        scratch.on('update', (update: Uint8Array) => frames.push(say(update)));
        scratch.getMap('tx').set(id, text);
        for (let i = 0; i < 5; i++) text.insert(0, 'x'.repeat(limits.textLength / 2));
        scratch.destroy();
        return frames;
      }
      case 'squat':
        return [presenceFrame(scriptOf(seed), 1, { cursor: [1, 1] })];
      default:
        return [frameOf(kind, rng)];
    }
  };

  return {
    attack(kind, seed) {
      socket ??= call();
      if (socket.readyState !== 1) return;
      for (const frame of framesOf(kind, seed)) socket.send(frame as Uint8Array<ArrayBuffer>);
    },
    leave() {
      socket?.close();
      socket = undefined;
      doc.destroy();
    },
  };
};
