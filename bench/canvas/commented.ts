import { openComments } from '@gesso/crdt-schema';
import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { comments, seed } from '../config.ts';
import type { Scene } from './scene.ts';

/** A person who writes: an id that the server knows, or it refuses what they say. */
export interface Writer {
  readonly id: string;
  readonly name: string;
}

const phrases = [
  'Is this one step, or are these two?',
  'I would move it to the left, beside the other one.',
  'Agreed.',
  'The arrow leads nowhere. Who knows what was meant?',
  'See https://example.org/flow for how it was last year.',
];

/** What is said about a board: threads all over it, every other one on an element, each with a few entries. One update for all. */
export const saidAbout = ({ bounds, elements }: Scene, me: Writer): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = 0x5a1d5a1d;
  const random = seededRandom(seed);
  let time = 1_700_000_000_000;
  const talk = openComments(doc, { me: () => me, now: () => time++, random });
  const text = (): string => phrases[Math.floor(random() * phrases.length)] ?? '';
  doc.transact(() => {
    for (let i = 0; i < comments.threads; i++) {
      const on = i % 2 === 0 ? elements[Math.floor(random() * elements.length)] : undefined;
      const place = { x: bounds.x + random() * bounds.w, y: bounds.y + random() * bounds.h };
      const anchor = on === undefined ? place : { x: on.x, y: on.y, element: on.id, dx: 0, dy: 0 };
      const thread = talk.start(anchor, { text: text() }) ?? '';
      for (let more = 1 + Math.floor(random() * 3); more > 0; more--) talk.reply(thread, { text: text() });
    }
  });
  return Y.encodeStateAsUpdate(doc);
};
