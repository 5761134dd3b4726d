import { encodeLive, messageType, openBoard, reactions, syncType, writeLive } from '@gesso/crdt-schema';
import { type InkStroke, seededInk, seededRandom } from '@gesso/crdt-schema/testing';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { relay, seed, type Traffic } from '../config.ts';

/** Everything one writer will send, made before the clock runs. */
export interface Script {
  /** Yjs client id. */
  readonly client: number;
  /** Finished strokes as frames; `end` is the author's clock after each. */
  readonly updates: readonly { readonly frame: Uint8Array; readonly end: number }[];
  /** Awareness with this clock. */
  cursor(clock: number): Uint8Array;
  /** Ink in progress with this sequence number; number 0 begins the stroke. */
  live(seq: number): Uint8Array;
  /** Places of a laser with this sequence number. */
  laser(seq: number): Uint8Array;
  reaction(seq: number): Uint8Array;
}

/** What each kind of live message goes by. */
export const liveIds = { live: 1, laser: 2, reaction: 3 } as const;

const frameOf = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder();
  write(encoder);
  return encoding.toUint8Array(encoder);
};

const updateFrame = (update: Uint8Array): Uint8Array =>
  frameOf((encoder) => {
    encoding.writeVarUint(encoder, messageType.sync);
    encoding.writeVarUint(encoder, syncType.update);
    encoding.writeVarUint8Array(encoder, update);
  });

/** What a person says while the cursor moves: a letter more each time. */
const line = 'Look at this corner: what do you make of it, all of you? I like it.';

/** All that presence may tell besides the cursor. */
const talkAt = (clock: number) => ({
  chat: line.slice(0, 1 + (clock % line.length)),
  view: [clock % 1_000, 0, 1_440, 900],
  follows: 'p'.repeat(22),
  selection: Array.from({ length: 8 }, (_, i) => String((clock % 100) + i).padStart(12, '0')),
});

const cursorFrame = (client: number, clock: number, talk: boolean): Uint8Array => {
  const state = {
    user: { id: '', name: 'Writer', color: '#3366cc' },
    cursor: [clock % 1_000, client % 1_000],
    ...(talk && talkAt(clock)),
  };
  const entry = frameOf((encoder) => {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  });
  return frameOf((encoder) => {
    encoding.writeVarUint(encoder, messageType.awareness);
    encoding.writeVarUint8Array(encoder, entry);
  });
};

const liveFrame = (client: number, seq: number): Uint8Array => {
  const head = { client, live: liveIds.live, seq };
  const start = { ...head, type: 'start', e: 4, width: 4, color: '#1e1e1e', brush: 'pen', x: 0, y: 0 } as const;
  const xy = Float32Array.from({ length: 2 * relay.livePoints }, (_, i) => 3 * (seq * relay.livePoints + i));
  return encodeLive(writeLive(seq === 0 ? start : { ...head, type: 'points', xy, e: 4 }));
};

const laserFrame = (client: number, seq: number): Uint8Array => {
  const xy = Array.from({ length: 2 * relay.livePoints }, (_, i) => 3 * (seq * relay.livePoints + i));
  return encodeLive(writeLive({ client, live: liveIds.laser, seq, type: 'laser', xy }));
};

const reactionFrame = (client: number, seq: number): Uint8Array =>
  encodeLive(
    writeLive({ client, live: liveIds.reaction, seq, type: 'react', which: seq % reactions.length, x: seq, y: client }),
  );

const draw = (client: number, strokes: readonly InkStroke[]): Script['updates'] => {
  const doc = new Y.Doc();
  doc.clientID = client;
  const board = openBoard(doc, { random: seededRandom(seed + client) });
  const updates: { frame: Uint8Array; end: number }[] = [];
  doc.on('update', (update: Uint8Array) =>
    updates.push({ frame: updateFrame(update), end: Y.getState(doc.store, client) }),
  );
  for (const stroke of strokes) board.edit((writer) => writer.add({ kind: 'stroke', ...stroke }));
  board.close();
  doc.destroy();
  return updates;
};

/** One script per writer, each with enough strokes for the whole run. */
export const writeScripts = (traffic: Traffic): Script[] => {
  const { writers, updates, talk = false, warmUpSeconds = relay.warmUpSeconds } = traffic;
  const count = Math.ceil(updates * (warmUpSeconds + relay.measuredSeconds));
  const ink = seededInk(seed, writers * count);
  return Array.from({ length: writers }, (_, i) => {
    const client = 1_000 + i;
    return {
      client,
      updates: draw(client, ink.slice(i * count, (i + 1) * count)),
      cursor: (clock) => cursorFrame(client, clock, talk),
      live: (seq) => liveFrame(client, seq),
      laser: (seq) => laserFrame(client, seq),
      reaction: (seq) => reactionFrame(client, seq),
    };
  });
};

/** A line drawn at random, of so many points. */
export const scribble = (random: () => number, points: number): InkStroke['points'] => {
  const xy = new Float32Array(2 * points);
  for (let i = 2; i < xy.length; i++) xy[i] = (xy[i - 2] ?? 0) + Math.round((random() - 0.5) * 40);
  return { xy };
};

/** Frames of large strokes for each of so many writers. */
export const writeLargeUpdates = (writers: number, count: number, points: number): readonly (readonly Uint8Array[])[] =>
  Array.from({ length: writers }, (_, i) => {
    const random = seededRandom(seed + i);
    const strokes = Array.from({ length: count }, () => ({ x: i, y: 0, points: scribble(random, points) }));
    return draw(2_000 + i, strokes).map(({ frame }) => frame);
  });
