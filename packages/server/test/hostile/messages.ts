import { encodeLive, limits, messageType, writeLive } from '@gesso/crdt-schema';
import { frames } from '../support/line.ts';
import { type Answer, closes, ignored } from './answer.ts';
import type { Attack } from './attack.ts';
import { bytesOf, endless } from './bytes.ts';

/** Ink in progress by a client id: a header and a point. */
export const live = (client: number): Uint8Array =>
  encodeLive(writeLive({ type: 'points', client, live: 1, seq: 1, xy: Float32Array.of(1, 1), e: 4 }));

/** A presence frame whose inner bytes are given. */
const presence = (...parts: readonly (number | Uint8Array)[]): Uint8Array => {
  const inner = bytesOf(...parts);
  return bytesOf(messageType.awareness, inner.length, inner);
};

const malformed = closes('MALFORMED');
const tooLarge = closes('TOO_LARGE');

/** One frame over a socket of its own. */
const sends = (hazard: string, answer: Answer, list: readonly (readonly [string, Uint8Array | string])[]): Attack[] =>
  list.map(([name, bytes]) => ({
    name,
    hazard,
    answer,
    ...(bytes.length > 2 ** 20 ? { heavy: true } : {}),
    strike: ({ closing, bearing }) =>
      (answer === ignored ? bearing : closing)(({ socket }) => {
        socket.send(bytes);
      }),
  }));

const overflow = new Uint8Array(20).fill(255);

/** Frames that are not what a frame should be: their envelope, their lengths, their numbers. */
export const messages: readonly Attack[] = [
  ...sends('a frame that cannot be read ends the process', malformed, [
    ['nothing at all', new Uint8Array()],
    ['text instead of bytes', 'hello'],
    ['an unknown type', bytesOf(77, 1)],
    ['an unknown kind of sync', bytesOf(0, 9, 1, 0)],
    ['an auth frame, which nobody speaks', bytesOf(messageType.auth, 0)],
    ['a frame only the server sends: saved', bytesOf(messageType.saved, 1)],
    ['a frame only the server sends: role', bytesOf(messageType.role, '{"role":"owner"}')],
    ['a frame only the server sends: notice', bytesOf(messageType.notice, '{"code":"DRAINING"}')],
    ['a question for presence with bytes behind it', bytesOf(messageType.queryAwareness, 1)],
  ]),
  ...sends('a number that never ends is read for ever, or turns negative', malformed, [
    ['a type beyond all numbers', overflow],
    ['a kind of sync beyond all numbers', bytesOf(0, overflow)],
    ['a length beyond all numbers', bytesOf(0, 2, overflow)],
    ['a number that is cut off', Uint8Array.of(0, 2, 0x80)],
    ['a presence count beyond all numbers', presence(overflow)],
    ['a presence count without end', presence(endless)],
    ['a presence clock without end', presence(1, 7, endless, 2, Uint8Array.of(123, 125))],
    ['a length without end', bytesOf(0, 2, endless)],
    ['a client in a question without end', frames.step1(bytesOf(1, endless, 1))],
    ['a clock in a question without end', frames.step1(bytesOf(1, 7, endless))],
  ]),
  ...sends('a length that lies reserves memory, or reads what belongs to others', malformed, [
    ['a length of 2^50', bytesOf(0, 2, 2 ** 50)],
    ['a length of all memory there is', bytesOf(0, 1, Number.MAX_SAFE_INTEGER)],
    ['a length one beyond the frame', bytesOf(0, 2, 3, Uint8Array.of(0, 0))],
    ['live ink longer than its frame', bytesOf(messageType.live, 2 ** 31, Uint8Array.of(1))],
    ['a presence state longer than its frame', presence(1, 7, 1, 2 ** 40, Uint8Array.of(123))],
    ['a thousand presence states that are not there', presence(1_000)],
  ]),
  ...sends('bytes nobody has read travel on, or are lost', malformed, [
    ['an update with bytes behind it', bytesOf(frames.update(Uint8Array.of(0, 0)), 1)],
    ['a question with bytes behind it', bytesOf(frames.step1(), 1)],
    ['presence with bytes behind it', bytesOf(frames.presence(7, 1, {}), 1)],
    ['presence with bytes behind its list', presence(0, 9, 9)],
  ]),
  ...sends('a value of another type than the one that is expected', malformed, [
    ['an update that is none', frames.update(Uint8Array.of(200, 1, 2, 3))],
    ['a state vector that is none', frames.step1(Uint8Array.of(255, 255, 255))],
    ['presence that is no list', bytesOf(1, 3, Uint8Array.of(9, 9, 9))],
    ['presence that is no JSON', presence(1, 7, 1, 1, Uint8Array.of(123))],
    ['presence that is no UTF-8', presence(1, 7, 1, 3, Uint8Array.of(0xff, 0xfe, 0x7b))],
    ['live ink without a header', bytesOf(messageType.live, 2, Uint8Array.of(1, 2))],
  ]),
  ...sends('one message takes all the memory', tooLarge, [
    ['an update above its limit', frames.update(new Uint8Array(limits.updateBytes + 1))],
    ['a first sync above its limit', frames.step2(new Uint8Array(limits.syncStepBytes + 1))],
    ['a message above all limits', new Uint8Array(limits.syncStepBytes + 10_000)],
    ['live ink above its limit', bytesOf(messageType.live, limits.liveBytes + 1, new Uint8Array(limits.liveBytes + 1))],
    ['presence above its limit', frames.presence(7, 1, { note: 'x'.repeat(limits.awarenessBytes) })],
    ['five thousand million presence states that are not there', presence(5_000_000_000)],
    ['presence of more people than there are', presence(2_001)],
  ]),
  ...sends('a question that lies about what is known makes the server answer without end', ignored, [
    ['a state vector beyond all clocks', frames.step1(bytesOf(1, 7, Number.MAX_SAFE_INTEGER))],
    ['a state vector of more bytes than any', frames.step1(bytesOf(600_000, new Uint8Array(1_200_000)))],
    [
      'a state vector of a hundred thousand people',
      frames.step1(
        bytesOf(
          100_000,
          Array.from({ length: 200_000 }, (_, i) => i),
        ),
      ),
    ],
  ]),
];
