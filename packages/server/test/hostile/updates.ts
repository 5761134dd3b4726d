import { limits } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { edit, frames } from '../support/line.ts';
import { type Answer, closes, ignored } from './answer.ts';
import type { Attack } from './attack.ts';
import { any, anyObject, bytesOf, content, endless, item, updateOf } from './bytes.ts';
import type { Scene } from './scene.ts';

const malformed = closes('MALFORMED');
const tooLarge = closes('TOO_LARGE');

type Made = Uint8Array | ((scene: Scene) => Uint8Array);

/** One update over a socket of its own. */
const writes = (hazard: string, answer: Answer, list: readonly (readonly [string, Made])[]): Attack[] =>
  list.map(([name, made]) => ({
    name,
    hazard,
    answer,
    strike: (scene) =>
      (answer === ignored ? scene.bearing : scene.closing)(({ send }) => {
        send(frames.update(typeof made === 'function' ? made(scene) : made));
      }),
  }));

const start = { client: 77, clock: 0 };
/** One item of a client nobody knows. */
const only = (...parts: Parameters<typeof item>): Uint8Array => updateOf(start, [item(...parts)]);
/** One record under a good id. */
const record = (value: unknown): Uint8Array => edit(new Y.Doc(), 'element-evil', value);
const evil = { root: 'el', key: 'element-evil' };
const text = { root: 'tx', key: 'element-evil' };

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
};

const foreign = (fill: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  doc.clientID = start.client;
  doc.transact(() => fill(doc));
  return Y.encodeStateAsUpdate(doc);
};

/** Updates Yjs can read and a board must not hold. */
const contents: readonly Attack[] = [
  ...writes(
    'content that is no part of a board is kept for ever, and every newcomer loads it',
    closes('NEWER_CLIENT'),
    [
      ['a root that is not ours', foreign((doc) => doc.getMap('secrets').set('element-evil', { t: 'r' }))],
      ['a root named constructor', foreign((doc) => doc.getMap('constructor').set('element-evil', { t: 'r' }))],
      ['a property that is not ours', only(content.any, { root: 'ov', key: 'element-evil:constructor' }, 1, any(1))],
    ],
  ),
  ...writes('content that is no part of a board is kept for ever, and every newcomer loads it', malformed, [
    ['a root named __proto__', foreign((doc) => doc.getMap('__proto__').set('element-evil', { t: 'r' }))],
    [
      'ten thousand roots',
      foreign((doc) => {
        for (let i = 0; i < 10_000; i++) doc.getMap(`root${i}`).set('element-evil', 1);
      }),
    ],
    ['a list where a map is', foreign((doc) => doc.getArray('el').push([{ t: 'r' }]))],
    ['a text where a map is', foreign((doc) => doc.getText('tx').insert(0, 'words'))],
    ['XML', foreign((doc) => doc.getXmlFragment('el').push([new Y.XmlElement('script')]))],
    ['a map inside a map', foreign((doc) => doc.getMap('el').set('element-evil', new Y.Map()))],
    ['a list inside a map', foreign((doc) => doc.getMap('tx').set('element-evil', new Y.Array()))],
    ['an XML text that passes for a text', foreign((doc) => doc.getMap('tx').set('element-evil', new Y.XmlText('x')))],
    ['a document inside the document', foreign((doc) => doc.getMap('el').set('element-evil', new Y.Doc()))],
    [
      'something embedded in a text',
      foreign((doc) => {
        const inside = new Y.Text('words');
        doc.getMap('tx').set('element-evil', inside);
        inside.insertEmbed(0, { picture: 'x' });
      }),
    ],
    ['old JSON content', only(content.json, evil, 1, '{"t":"r"}')],
    ['bytes for a record', only(content.binary, evil, bytesOf(3, Uint8Array.of(1, 2, 3)))],
    ['words that stand in no text', only(content.string, evil, 'words')],
    ['a format that stands in no text', only(content.format, evil, 'bold', 'true')],
    ['a kind of shared type there is not', only(content.type, text, 99)],
    ['a kind of content there is not', only(31, evil, 1)],
  ]),
  ...writes('a value of another type than the one that is expected', malformed, [
    ['a record that is a text', record('text')],
    ['a record that is a list', record([1, 2])],
    ['a record that is nothing', record(null)],
    ['a key that is no id', edit(new Y.Doc(), 'short', { t: 'r' })],
    ['a key with a path in it', edit(new Y.Doc(), '../../x/../y', { t: 'r' })],
    ['an override of nothing', foreign((doc) => doc.getMap('ov').set('element-evil', 1))],
    ['a version that is no name', foreign((doc) => doc.getMap('meta').set('9', 1))],
    ['an asset that is no hash', foreign((doc) => doc.getMap('as').set('x', { w: 1 }))],
  ]),
  ...writes('a key called __proto__ changes what all objects are', malformed, [
    ['the key __proto__', edit(new Y.Doc(), '__proto__', { t: 'r' })],
    [
      'a record with __proto__',
      only(
        content.any,
        evil,
        1,
        anyObject([
          ['t', 'r'],
          ['__proto__', { polluted: true }],
        ]),
      ),
    ],
    [
      'a __proto__ deep in a record',
      only(content.any, evil, 1, bytesOf(Uint8Array.of(117), 1, anyObject([['__proto__', { polluted: true }]]))),
    ],
    [
      'an override with __proto__',
      only(content.any, { root: 'ov', key: 'element-evil:x' }, 1, anyObject([['__proto__', {}]])),
    ],
  ]),
  ...writes('a number that is none spreads through everything that counts with it', malformed, [
    ['a hole of a length without end', bytesOf(1, 1, start.client, 0, Uint8Array.of(content.gc), endless, 0)],
    [
      'a neighbor without end',
      bytesOf(1, 1, start.client, 0, Uint8Array.of(content.string | 0x80), endless, endless, 'a', 0),
    ],
    ['a deletion without end', bytesOf(0, 1, start.client, 1, 0, endless)],
    ['NaN', record({ t: 'r', x: Number.NaN, y: 0 })],
    ['Infinity', record({ t: 'r', x: Number.POSITIVE_INFINITY, y: 0 })],
    ['a bigint', only(content.any, evil, 1, bytesOf(Uint8Array.of(118), 1, 'x', any(5n)))],
    ['an override that is NaN', foreign((doc) => doc.getMap('ov').set('element-evil:x', Number.NaN))],
    ['a NaN in a format', only(content.format, { parent: { client: 77, clock: 9 } }, 'bold', 'NaN')],
  ]),
  ...writes('values nested deeper than anybody draws end in a stack overflow, here or at every reader', tooLarge, [
    ['a record one level too deep', record({ t: 'r', deep: nested(limits.valueDepth) })],
    ['an override one level too deep', foreign((doc) => doc.getMap('ov').set('element-evil:x', nested(5)))],
  ]),
  {
    name: 'a record five thousand levels deep',
    hazard: 'values nested deeper than anybody draws end in a stack overflow, here or at every reader',
    answer: [malformed, tooLarge],
    strike: ({ closing }) => closing(({ send }) => send(frames.update(record({ deep: nested(5_000) })))),
  },
  ...writes('one value takes what a whole board may', tooLarge, [
    ['a record above its limit', record({ t: 'r', note: 'x'.repeat(limits.recordBytes) })],
    ['a list with too many entries', record({ t: 'r', m: Array.from({ length: limits.valueItems + 1 }, () => 0) })],
    [
      'an object with too many keys',
      record(Object.fromEntries(Array.from({ length: limits.valueKeys + 1 }, (_, i) => [`k${i}`, 0]))),
    ],
    ['points above their limit', record({ t: 'd', p: new Uint8Array(limits.strokeBytes + 1) })],
    [
      'a text above its limit',
      foreign((doc) => doc.getMap('tx').set('element-evil', new Y.Text('x'.repeat(limits.textLength + 1)))),
    ],
  ]),
];

const words = (client: number, other: number): Uint8Array =>
  bytesOf(1, client, 0, item(content.string, { origin: { client: other, clock: 0 } }, 'a'));

/** Updates that say something about other updates. */
const relations: readonly Attack[] = [
  ...writes(
    'an update that passes every check has Yjs stop in the middle, and takes the board from everybody',
    malformed,
    [
      ['words beside themselves', only(content.string, { origin: { client: 77, clock: 1 } }, 'words')],
      ['words inside themselves', only(content.string, { parent: { client: 77, clock: 0 } }, 'words')],
      ['one author in two parts', bytesOf(2, 1, 77, 0, Uint8Array.of(0, 3), 1, 77, 3, Uint8Array.of(0, 3), 0)],
      ['something without length', bytesOf(1, 1, 77, 0, Uint8Array.of(0, 0), 0)],
      ['the deletion of nothing', ({ present }) => updateOf(start, [], [[present.client, present.clock, 0]])],
    ],
  ),
  ...writes('two who wait for each other are passed on, and wait at every reader for ever', ignored, [
    ['words of two authors behind each other', bytesOf(2, words(78, 77), words(77, 78), 0)],
  ]),
  ...writes('numbers no clock reaches take the client id of everybody who gets them', malformed, [
    ['a clock beyond all writing', updateOf({ client: 77, clock: 2 ** 50 }, [item(content.any, evil, 1, any(1))])],
    [
      'a deleted range as long as all numbers',
      updateOf(start, [bytesOf(Uint8Array.of(1 | 0x20), 1, 'el', 'element-evil', 2 ** 45)]),
    ],
    ['a deletion of all numbers', updateOf(start, [], [[77, 0, 2 ** 45]])],
  ]),
  ...writes('more structs or ranges than anybody makes at once hold up everybody else', tooLarge, [
    [
      'too many structs',
      updateOf(
        start,
        Array.from({ length: limits.updateStructs + 1 }, () => Uint8Array.of(0, 1)),
      ),
    ],
    [
      'too many ranges to delete',
      bytesOf(
        0,
        1,
        99,
        limits.updateDeleteRanges + 1,
        Array.from({ length: limits.updateDeleteRanges + 1 }, (_, i) => [2 * i, 1]),
      ),
    ],
  ]),
  ...writes('what builds on something that never comes is kept for ever, and every newcomer loads it', ignored, [
    ['an update behind a gap', updateOf({ client: 77, clock: 5 }, [item(content.any, evil, 1, any({ t: 'r' }))])],
    ['an item beside one nobody knows', only(content.any, { origin: { client: 4_711, clock: 3 } }, 1, any({ t: 'r' }))],
    ['words in a text nobody knows', only(content.string, { parent: { client: 4_711, clock: 3 } }, 'words')],
    ['the deletion of what is not there', updateOf(start, [], [[4_711, 0, 5]])],
    [
      'a deletion beyond what somebody wrote',
      ({ present }) => updateOf(start, [], [[present.client, present.clock, 9]]),
    ],
  ]),
  {
    name: 'updates behind a gap, without end',
    hazard: 'what builds on something that never comes is kept for ever, and every newcomer loads it',
    answer: malformed,
    strike: ({ closing }) =>
      closing(({ send }) => {
        const doc = new Y.Doc();
        // The first edit is never sent, so that all the others wait for it.
        edit(doc, 'element-0000');
        for (let i = 0; i < 40; i++) {
          const before = Y.encodeStateVector(doc);
          doc.transact(() => {
            for (let n = 0; n < 5; n++)
              doc.getMap('tx').set(`text-${i + 100}-${n + 100}`, new Y.Text('x'.repeat(19_000)));
          });
          send(frames.update(Y.encodeStateAsUpdate(doc, before)));
        }
      }),
  },
  {
    name: 'small updates behind a gap, without end',
    hazard: 'what builds on something that never comes is kept for ever, and every newcomer loads it',
    answer: closes('OVERLOADED'),
    strike: ({ closing }) =>
      closing(({ send }) => {
        for (let clock = 5; clock < 600; clock += 2)
          send(frames.update(updateOf({ client: 77, clock }, [item(content.any, evil, 1, any({ t: 'r' }))])));
      }),
  },
];

/** The next words of a client id, by somebody who is not its owner. */
const nextWordsOf = ({ client, clock }: Scene['present']): Uint8Array =>
  updateOf({ client, clock }, [item(content.any, evil, 1, any({ t: 'r', x: 1, y: 1, w: 9, h: 9 }))]);

const ids: readonly Attack[] = writes(
  'whoever writes the next words of somebody else first makes theirs disappear without a trace',
  closes('NOT_YOUR_ID'),
  [
    ['the next words of somebody who is here', ({ present }) => nextWordsOf(present)],
    ['the next words of somebody who is away', ({ absent }) => nextWordsOf(absent)],
    [
      'their own words with those of somebody who is away among them',
      ({ absent }) => Y.mergeUpdates([nextWordsOf(absent), edit(new Y.Doc(), 'element-mine')]),
    ],
  ],
);

export const updates: readonly Attack[] = [...contents, ...relations, ...ids];
