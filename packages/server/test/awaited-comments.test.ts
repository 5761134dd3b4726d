import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { systemTimers, type Timers } from '../src/timers.ts';
import { entry, entryKey, other, pin, said, since, thread, type Write } from './support/comments.ts';
import { frames } from './support/frames.ts';
import { oneBoard } from './support/rooms.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** Timers of which those that wait long are let go by hand. */
const patience = () => {
  const waiting = new Set<() => void>();
  const wait: Timers['after'] = (_, work) => {
    waiting.add(work);
    return () => waiting.delete(work);
  };
  const timers: Timers = {
    ...systemTimers,
    after: (ms, work) => (ms < 10_000 ? systemTimers.after(Math.min(ms, 1), work) : wait(ms, work)),
    afterIdle: wait,
  };
  const end = (): void => {
    for (const work of [...waiting]) work();
    waiting.clear();
  };
  return { timers, waiting, end };
};

/** A board to which Eve, an editor, brings history: a drawing of her own, and what Ann wrote that the server has not got. */
const returning = async (write: Write = (cm) => cm.set(`chat:${entry}`, said('ann'))) => {
  const wait = patience();
  const room = await oneBoard({ timers: wait.timers });
  ended.push(room.end);
  const anns = new Y.Doc();
  anns.clientID = 21;
  const first = await room.arrive('ann');
  first.receive(
    frames.update(
      since(anns, (cm) => {
        cm.set(thread, pin('ann'));
        cm.set(entryKey, said('ann'));
      }),
    ),
  );
  await room.quiet();
  first.leave();
  since(anns, write);
  const eves = new Y.Doc();
  eves.clientID = 22;
  Y.applyUpdate(eves, Y.encodeStateAsUpdate(anns));
  const eve = await room.arrive('eve');
  const bring = (): void => {
    since(eves, (_, doc) => doc.getMap('el').set('element-0001', { k: 'r' }));
    eve.receive(frames.step2(Y.encodeStateAsUpdate(eves)));
  };
  const told = (): readonly string[] => eve.heard.flatMap((frame) => (frame.type === 'notice' ? [frame.code] : []));
  const listen = (): Y.Doc => {
    for (const frame of eve.heard) if (frame.type === 'update') Y.applyUpdate(eves, frame.body);
    return eves;
  };
  return { ...room, wait, anns, eve, bring, told, listen };
};

describe('history with comments of a person who is away', () => {
  test('waits for them', async () => {
    const { anns, eve, bring, arrive, quiet, doc, refused, told } = await returning();
    bring();
    await quiet();
    const before = await doc();
    expect([before.getMap('el').size, before.getMap('cm').size, eve.saved]).toEqual([0, 2, 0]);
    const ann = await arrive('ann');
    ann.receive(frames.step2(Y.encodeStateAsUpdate(anns)));
    await quiet();
    const after = await doc();
    expect(after.getMap('cm').get(`chat:${entry}`)).toEqual(said('ann'));
    expect(after.getMap('el').size).toBe(1);
    expect([eve.saved, ann.saved, refused, told()]).toEqual([1, 1, [], []]);
  });

  test('is taken in the end with what names another left out, and its bringer is told', async () => {
    const { anns, eve, bring, quiet, doc, refused, told, wait, listen } = await returning();
    since(anns, (_, drawn) => drawn.getMap('el').set('element-0002', { k: 'r' }));
    bring();
    await quiet();
    wait.end();
    await quiet();
    // All else of it first.
    const between = await doc();
    expect([eve.saved, refused, told()]).toEqual([0, [], []]);
    expect([between.getMap('el').has('element-0001'), between.getMap('cm').size]).toEqual([true, 2]);
    wait.end();
    await quiet();
    const after = await doc();
    expect([eve.saved, refused, told()]).toEqual([1, [], ['COMMENT_LEFT_OUT']]);
    expect(after.getMap('el').has('element-0001')).toBe(true);
    expect([...after.getMap('cm').keys()].sort()).toEqual([thread, entryKey]);
    expect([...listen().getMap('cm').keys()].sort()).toEqual([thread, entryKey]);
    expect(wait.waiting.size).toBe(0);
  });

  test('is taken from each of two who have seen each other’s words, though each waits for the other', async () => {
    const { anns, bring, eve, arrive, quiet, doc, refused, told, wait, listen } = await returning();
    bring();
    // Ann has seen what Eve drew, and what she writes now builds on it.
    const eves = listen();
    Y.applyUpdate(anns, Y.encodeStateAsUpdate(eves));
    since(anns, (_, drawn) => drawn.getMap('el').set('element-0001', { k: 'r', x: 1 }));
    const ann = await arrive('ann');
    since(eves, (cm) => cm.set(`chat:${other}`, said('eve')));
    eve.receive(frames.step2(Y.encodeStateAsUpdate(eves)));
    Y.applyUpdate(anns, Y.encodeStateAsUpdate(eves));
    ann.receive(frames.step2(Y.encodeStateAsUpdate(anns)));
    await quiet();
    wait.end();
    await quiet();
    const after = await doc();
    expect(after.getMap('cm').get(`chat:${entry}`)).toEqual(said('ann'));
    expect(after.getMap('cm').get(`chat:${other}`)).toEqual(said('eve'));
    expect([refused, told(), ann.saved]).toEqual([[], [], 1]);
  });

  test('never takes the place of what they have said', async () => {
    const { bring, quiet, doc, refused, told, wait } = await returning((cm) => cm.set(entryKey, said('ann', 'edited')));
    bring();
    await quiet();
    wait.end();
    await quiet();
    wait.end();
    await quiet();
    const after = await doc();
    expect([refused, told()]).toEqual([[], ['COMMENT_LEFT_OUT']]);
    expect(after.getMap('cm').get(entryKey)).toEqual(said('ann'));
    expect(after.getMap('el').size).toBe(1);
  });

  test('deletes nothing of theirs', async () => {
    const { bring, eve, quiet, doc, refused, told } = await returning((cm) => cm.delete(entryKey));
    bring();
    await quiet();
    const after = await doc();
    expect([refused, told(), eve.saved]).toEqual([[], [], 1]);
    expect([after.getMap('cm').size, after.getMap('el').size]).toEqual([2, 1]);
  });

  test('that deletes some of theirs has its bringer told when they have not done so themselves, once', async () => {
    const { bring, quiet, told, wait } = await returning((cm) => cm.delete(entryKey));
    bring();
    bring();
    await quiet();
    wait.end();
    expect(told()).toEqual(['COMMENT_LEFT_OUT']);
  });

  test('that deletes some of theirs is no news to its bringer when they have brought it meanwhile', async () => {
    const { anns, bring, arrive, quiet, doc, told, wait } = await returning((cm) => cm.delete(entryKey));
    bring();
    await quiet();
    const ann = await arrive('ann');
    ann.receive(frames.step2(Y.encodeStateAsUpdate(anns)));
    await quiet();
    wait.end();
    expect((await doc()).getMap('cm').has(entryKey)).toBe(false);
    expect(told()).toEqual([]);
  });

  test('that deletes some of theirs has its bringer told also where the rest of it had to wait', async () => {
    const { anns, eve, bring, arrive, quiet, told, wait, listen } = await returning();
    since(listen(), (cm) => cm.delete(entryKey));
    bring();
    await quiet();
    wait.end();
    await quiet();
    const ann = await arrive('ann');
    ann.receive(frames.step2(Y.encodeStateAsUpdate(anns)));
    await quiet();
    expect([eve.saved, told()]).toEqual([1, []]);
    wait.end();
    expect(told()).toEqual(['COMMENT_LEFT_OUT']);
  });

  test('that deletes some of theirs has its bringer told once, however often it is looked at again', async () => {
    const { eve, bring, arrive, quiet, told, wait, listen } = await returning((cm) => cm.delete(entryKey));
    const zoes = new Y.Doc();
    zoes.clientID = 23;
    const zoe = await arrive('zoe');
    zoe.receive(frames.update(since(zoes, (_, doc) => doc.getMap('el').set('element-0003', { k: 'r' }))));
    await quiet();
    // What she drew next is on Eve's page, and did not come from her.
    since(zoes, (_, doc) => doc.getMap('el').set('element-0004', { k: 'r' }));
    Y.applyUpdate(listen(), Y.encodeStateAsUpdate(zoes));
    bring();
    for (let times = 0; times < 3; times++) {
      await quiet();
      wait.end();
    }
    expect([eve.saved, told()]).toEqual([0, []]);
    zoe.receive(frames.step2(Y.encodeStateAsUpdate(zoes)));
    await quiet();
    wait.end();
    expect([eve.saved, told()]).toEqual([1, ['COMMENT_LEFT_OUT']]);
  });

  test('that deletes some of theirs has its bringer told when they have done so themselves, and with more that they have not', async () => {
    const { anns, bring, quiet, arrive, told, wait, listen } = await returning((cm) => cm.delete(entryKey));
    bring();
    since(listen(), (cm) => cm.delete(thread));
    bring();
    await quiet();
    const ann = await arrive('ann');
    ann.receive(frames.step2(Y.encodeStateAsUpdate(anns)));
    await quiet();
    wait.end();
    expect(told()).toEqual(['COMMENT_LEFT_OUT']);
  });

  test('that was left out may be moved on the page of its bringer, who is told of that again and not sent away', async () => {
    const { eve, wait, bring, told, quiet, doc, listen } = await returning((cm) => cm.set('later0000001', pin('ann')));
    bring();
    await quiet();
    for (const _look of [1, 2]) {
      wait.end();
      await quiet();
    }
    expect(told()).toEqual(['COMMENT_LEFT_OUT']);
    const moved = since(listen(), (cm) => cm.set('later0000001', pin('ann')));
    eve.receive(frames.update(moved));
    await quiet();
    expect([told(), eve.closed]).toEqual([['COMMENT_LEFT_OUT', 'COMMENT_LEFT_OUT'], []]);
    expect((await doc()).getMap('cm').has('later0000001')).toBe(false);
    eve.receive(frames.update(since(listen(), (_, own) => own.getMap('el').set('element-0002', { k: 'r' }))));
    await quiet();
    expect([...(await doc()).getMap('el').keys()].sort()).toEqual(['element-0001', 'element-0002']);
  });

  test('waits no more when its bringer leaves', async () => {
    const { bring, eve, quiet, wait } = await returning();
    bring();
    await quiet();
    expect(wait.waiting.size).toBe(1);
    eve.leave();
    expect(wait.waiting.size).toBe(0);
  });
});
