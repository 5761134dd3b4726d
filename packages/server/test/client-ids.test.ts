import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit, frames } from './support/frames.ts';
import { type Caller, impatient, oneBoard } from './support/rooms.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const setUp = async () => {
  const board = await oneBoard({ timers: impatient });
  ended.push(board.end);
  return board;
};

const docOf = (client: number): Y.Doc => {
  const doc = new Y.Doc();
  doc.clientID = client;
  return doc;
};
const wordsOf = (client: number, count: number): Uint8Array => {
  const doc = docOf(client);
  doc.transact(() => {
    for (let n = 0; n < count; n++)
      doc.getMap('el').set(`words-${String(n).padStart(6, '0')}`, { k: 'r', filler: 'x'.repeat(200) });
  });
  return Y.encodeStateAsUpdate(doc);
};
/** Whom somebody is shown under a client id, at the end. */
const shownTo = ({ heard }: Caller, client: number): string | undefined => {
  let shown: string | undefined;
  for (const frame of heard) {
    const one = frame.type === 'presence' ? frame.states.get(client) : undefined;
    if (one !== undefined) shown = one.state?.user?.id;
  }
  return shown;
};
const id = 4_242;
/** All that was put off has been done. */
const tick = async (): Promise<void> => {
  for (let turns = 0; turns < 10; turns++) await new Promise<void>((resolve) => void setImmediate(resolve));
};

describe('a client id that somebody is shown under who may only look', () => {
  test.each([
    ['small', 5],
    ['large', 1_000],
  ])('holds nothing back of a %s document that comes over HTTP', async (_size, count) => {
    const { arrive, room, accessOf, doc } = await setUp();
    const viewer = await arrive('viewer', 'viewer');
    viewer.receive(frames.presence(id, 1, { at: 1 }));
    await room.merge({ update: wordsOf(id, count), access: accessOf('owner', 'owner'), history: true });
    expect((await doc()).getMap('el').size).toBe(count);
  });

  test('is its author’s when they come back with what they drew offline', async () => {
    const { arrive, quiet, doc } = await setUp();
    const viewer = await arrive('viewer', 'viewer');
    viewer.receive(frames.presence(id, 2, { at: 1 }));
    const own = docOf(id);
    edit(own, 'drawn-away--');
    const ann = await arrive('ann');
    ann.receive(frames.presence(id, 1, { at: 2 }));
    ann.receive(frames.step2(Y.encodeStateAsUpdate(own)));
    ann.receive(frames.update(edit(own, 'drawn-here--')));
    await quiet();
    expect([ann.closed, ann.saved]).toEqual([[], 2]);
    expect((await doc()).getMap('el').size).toBe(2);
    ann.receive(frames.presence(id, 2, { at: 2 }));
    await tick();
    expect(shownTo(viewer, id)).toBe('ann');
    viewer.receive(frames.presence(id, 90, { at: 3 }));
    await tick();
    expect(shownTo(viewer, id)).toBe('ann');
  });

  test('is its author’s at the first word written under it', async () => {
    const { arrive, quiet } = await setUp();
    const viewer = await arrive('viewer', 'viewer');
    const ann = await arrive('ann');
    viewer.receive(frames.presence(id, 2, { at: 1 }));
    await tick();
    expect(shownTo(ann, id)).toBe('viewer');
    ann.receive(frames.update(wordsOf(id, 1)));
    await quiet();
    await tick();
    expect([ann.closed, ann.saved]).toEqual([[], 1]);
    expect(shownTo(viewer, id)).toBeUndefined();
    ann.receive(frames.presence(id, 1, { at: 2 }));
    await tick();
    expect(shownTo(viewer, id)).toBe('ann');
  });

  test('stays with them when others point under it, or repeat what they were told', async () => {
    const { arrive } = await setUp();
    const viewer = await arrive('viewer', 'viewer');
    viewer.receive(frames.presence(id, 2, { at: 1 }));
    await tick();
    const echoing = await arrive('echoing');
    echoing.receive(frames.presence(id, 2, { at: 1 }));
    echoing.receive(frames.presence(id, 3, { at: 1 }));
    const other = await arrive('other');
    other.receive(frames.presence(id, 9, { at: 2 }));
    await tick();
    expect(shownTo(echoing, id)).toBe('viewer');
  });

  test('does not keep others waiting for words that they may not write any more', async () => {
    const { arrive, quiet, doc } = await setUp();
    const own = docOf(id);
    const before = await arrive('ann');
    before.receive(frames.update(edit(own, 'as-an-editor')));
    await quiet();
    before.leave();
    const ann = await arrive('ann', 'viewer');
    ann.receive(frames.presence(id, 1, { at: 1 }));
    const ben = await arrive('ben');
    edit(own, 'shown-to-ben');
    ben.receive(frames.step2(Y.encodeStateAsUpdate(own)));
    await quiet();
    expect(ben.saved).toBe(1);
    expect((await doc()).getMap('el').size).toBe(2);
  });
});

describe('words of an editor who is here', () => {
  test.each([
    ['small', 5],
    ['large', 1_000],
  ])('that come over HTTP in a %s document are refused until they have brought them', async (_size, count) => {
    const { arrive, room, accessOf, doc, quiet } = await setUp();
    const ann = await arrive('ann');
    ann.receive(frames.presence(id, 1, { at: 1 }));
    const asked = (): number => ann.heard.filter(({ type }) => type === 'step1').length;
    const before = asked();
    const update = wordsOf(id, count);
    const merge = (): Promise<void> => room.merge({ update, access: accessOf('script'), history: true });
    for (let n = 0; n < 5; n++) await expect(merge()).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect((await doc()).getMap('el').size).toBe(0);
    expect(asked()).toBe(before + 1);
    ann.receive(frames.step2(update));
    await quiet();
    await merge();
    expect((await doc()).getMap('el').size).toBe(count);
  });
});
