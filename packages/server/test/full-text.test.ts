import { relayLimits } from '@gesso/crdt-schema';
import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit, frames } from './support/frames.ts';
import { type Caller, impatient, oneBoard } from './support/rooms.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const text = 'element-text';
const textIn = (doc: Y.Doc): Y.Text => doc.getMap('tx').get(text) as Y.Text;
const docOf = (client: number): Y.Doc => {
  const doc = new Y.Doc();
  doc.clientID = client;
  return doc;
};
const since = (doc: Y.Doc, write: () => void): Uint8Array => {
  const before = Y.encodeStateVector(doc);
  doc.transact(write);
  return Y.encodeStateAsUpdate(doc, before);
};

/** A text that somebody filled while its author was away. */
const setUp = async () => {
  const board = await oneBoard({ timers: impatient });
  ended.push(board.end);
  const own = docOf(11);
  const first = await board.arrive('ann');
  first.receive(
    frames.update(
      since(own, () => {
        own.getMap('tx').set(text, new Y.Text('hello'));
      }),
    ),
  );
  await board.quiet();
  first.leave();
  const other = docOf(12);
  Y.applyUpdate(other, Y.encodeStateAsUpdate(own));
  const eve = await board.arrive('eve');
  for (const letters of [19_000, 19_000, relayLimits.textLengthTogether - 38_005])
    eve.receive(frames.update(since(other, () => textIn(other).insert(0, 'x'.repeat(letters)))));
  await board.quiet();
  const ann = await board.arrive('ann');
  /** What they hear is what they have. */
  const listen = (doc: Y.Doc, caller: Caller): void => {
    for (const frame of caller.heard) if (frame.type === 'update') Y.applyUpdate(doc, frame.body);
  };
  const told = (caller: Caller): readonly string[] => [
    ...new Set(caller.heard.flatMap((frame) => (frame.type === 'notice' ? [frame.code] : []))),
  ];
  return { ...board, own, eve, ann, listen, told };
};
const draw = (doc: Y.Doc, count: number, filler: string): void => {
  for (let n = 0; n < count; n++) doc.getMap('el').set(`element-${String(n).padStart(4, '0')}`, { k: 'r', filler });
};

describe('what somebody brings who did not see a text become full', () => {
  test.each([
    ['small', 500, ''],
    ['large', 2_000, 'x'.repeat(200)],
  ])('that is %s is taken without the letters, and they are told', async (_size, count, filler) => {
    const { own, ann, eve, quiet, doc, refused, listen, told } = await setUp();
    const offline = since(own, () => {
      textIn(own).insert(5, '!');
      draw(own, count, filler);
    });
    ann.receive(frames.step2(offline));
    ann.receive(frames.update(edit(own, 'behind-it---')));
    await quiet();
    expect([refused, ann.closed, ann.saved]).toEqual([[], [], 2]);
    const board = await doc();
    expect([board.getMap('el').size, textIn(board).length]).toEqual([count + 1, relayLimits.textLengthTogether]);
    expect([told(ann), told(eve)]).toEqual([['TEXT_FULL'], []]);
    listen(own, ann);
    expect(String(textIn(own))).toBe('hello');
    Y.applyUpdate(own, Y.encodeStateAsUpdate(board));
    expect(String(textIn(own))).toBe(String(textIn(board)));
    expect(own.store.pendingDs).toBeNull();
  });

  test('is taken with the letters when it takes as many away', async () => {
    const { own, ann, quiet, doc, refused, told } = await setUp();
    ann.receive(
      frames.step2(
        since(own, () => {
          textIn(own).delete(0, 5);
          textIn(own).insert(0, 'HELLO');
        }),
      ),
    );
    await quiet();
    expect([refused, told(ann)]).toEqual([[], []]);
    expect(String(textIn(await doc()))).toContain('HELLO');
  });

  test('may come as often as they like', async () => {
    const { own, ann, arrive, quiet, doc, refused } = await setUp();
    since(own, () => textIn(own).insert(5, '!'));
    ann.receive(frames.step2(Y.encodeStateAsUpdate(own)));
    await quiet();
    const again = await arrive('ann');
    again.receive(frames.step2(Y.encodeStateAsUpdate(own)));
    await quiet();
    expect([refused, again.saved]).toEqual([[], 1]);
    expect(textIn(await doc()).length).toBe(relayLimits.textLengthTogether);
  });

  test('is refused where nobody could be told: over HTTP, and as news', async () => {
    const { own, ann, room, accessOf, quiet, doc } = await setUp();
    const update = since(own, () => textIn(own).insert(5, '!'));
    const merged = room.merge({ update, access: accessOf('ann'), history: true });
    await expect(merged).rejects.toMatchObject({ code: 'TOO_LARGE' });
    ann.receive(frames.update(update));
    await quiet();
    expect(ann.closed).toEqual(['TOO_LARGE']);
    expect(String(textIn(await doc()))).not.toContain('!');
  });
});
