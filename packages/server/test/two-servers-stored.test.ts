import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Bus } from '../src/bus/bus.ts';
import type { RoomsDeps } from '../src/rooms/rooms.ts';
import type { Store } from '../src/stores/store.ts';
import { MiB } from '../src/units.ts';
import { faultyStore } from './support/faulty.ts';
import { edit, frames } from './support/frames.ts';
import { memoryStore } from './support/memory-store.ts';
import { clockByHand, elementsOf, server, troubledBus, turns, until } from './support/servers.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const headsEveryMs = 5_000;

/** Two servers on one store; `lost`: nothing that one says reaches the other. */
const two = ({
  store = memoryStore(),
  lost = false,
  ...deps
}: Partial<RoomsDeps> & { readonly lost?: boolean } = {}) => {
  const { timers, pass } = clockByHand();
  const join = troubledBus(() => ({ lost, turns: [0] }));
  const troubles: string[] = [];
  const listens = { onTrouble: (what: string) => troubles.push(what) };
  const open = () => server({ ...deps, store, timers, bus: join(), headsEveryMs, idleMs: 1_000, listens });
  const [one, other] = [open(), open()];
  ended.push(one.end, other.end);
  return { one, other, store, pass, troubles };
};

const docOf = (client: number): Y.Doc => {
  const doc = new Y.Doc();
  doc.clientID = client;
  return doc;
};

test('who takes nothing in while something comes from another server is brought up to date with it', async () => {
  const { one, other } = two();
  const [ann, ben, cas] = [await one.arrive('ann'), await other.arrive('ben'), await other.arrive('cas')];
  const doc = docOf(1);
  const has = (page: typeof ben, count: number) => until(() => elementsOf(page.doc).length === count);
  ann.receive(frames.update(edit(doc, 'element-0001')));
  await has(ben, 1);
  ben.backlog = 2 * 1024 * 1024;
  ann.receive(frames.update(edit(doc, 'element-0002')));
  await has(cas, 2);
  expect(elementsOf(ben.doc)).toHaveLength(1);
  ben.backlog = 0;
  await has(ben, 2);
});

test('small updates come along with the word of them, and are not read again', async () => {
  const plain = memoryStore();
  const reads: string[] = [];
  const store: Store = {
    ...plain,
    since(...asked) {
      reads.push(asked[0]);
      return plain.since(...asked);
    },
  };
  const { one, other } = two({ store });
  const [ann, ben] = [await one.arrive('ann'), await other.arrive('ben')];
  const doc = docOf(1);
  for (let n = 1; n <= 5; n++) {
    ann.receive(frames.update(edit(doc, `element-000${n}`)));
    await until(() => elementsOf(ben.doc).length === n);
  }
  expect(reads).toEqual([]);
});

test('the log of a board is as long as what all servers have stored of it, and the one who compacts it is asked for most of that', async () => {
  const plain = memoryStore();
  const asked: (number | undefined)[] = [];
  const store: Store = {
    ...plain,
    async compact(_board, least) {
      asked.push(least);
      return false;
    },
  };
  const busy = { rows: 5, bytes: MiB, share: 0 };
  const { one, other } = two({ store, compactAt: { busy, quiet: busy } });
  const [ann, ben] = [await one.arrive('ann'), await other.arrive('ben')];
  const [docA, docB] = [docOf(1), docOf(2)];
  for (let n = 1; n <= 3; n++) {
    ann.receive(frames.update(edit(docA, `element-000${n}`)));
    ben.receive(frames.update(edit(docB, `element-010${n}`)));
    await until(() => [ann, ben].every(({ doc }) => elementsOf(doc).length === n));
    expect(asked).toEqual(n < 3 ? [] : [3, 3]);
  }
});

describe('what another server has stored and no word came of', () => {
  test('is found within 5 s', async () => {
    const { one, other, pass } = two({ lost: true });
    const [ann, ben] = [await one.arrive('ann'), await other.arrive('ben')];
    ann.receive(frames.update(edit(docOf(1), 'element-0001')));
    await until(() => ann.saved === 1);
    await turns();
    expect(elementsOf(ben.doc)).toEqual([]);
    await pass(headsEveryMs);
    expect(elementsOf(ben.doc)).toEqual(['element-0001 {"k":"r"}']);
  });

  test('is asked of all boards in one go, and once at a time where the store takes long', async () => {
    const plain = memoryStore();
    const asked: (readonly string[])[] = [];
    let answer = (): void => {};
    const store: Store = {
      ...plain,
      heads(boards) {
        asked.push(boards);
        return new Promise((resolve) => {
          answer = () => resolve(plain.heads(boards));
        });
      },
    };
    const { one, pass } = two({ store });
    await one.arrive('ann', { board: 'a' });
    await one.arrive('ann', { board: 'b' });
    await pass(30_000);
    expect(asked.filter(({ length }) => length > 0)).toEqual([['a', 'b']]);
    answer();
    await pass(headsEveryMs);
    expect(asked.filter(({ length }) => length > 0)).toHaveLength(2);
    answer();
  });

  test('is found once the store works again, of which is told once that it does not', async () => {
    const faulty = faultyStore(memoryStore());
    const { one, other, pass, troubles } = two({ store: faulty.store, lost: true });
    const [ann, ben] = [await one.arrive('ann'), await other.arrive('ben')];
    ann.receive(frames.update(edit(docOf(1), 'element-0001')));
    await until(() => ann.saved === 1);
    faulty.state.broken = true;
    await pass(20_000);
    expect(troubles).toHaveLength(2);
    faulty.state.broken = false;
    await pass(headsEveryMs);
    expect(elementsOf(ben.doc)).toHaveLength(1);
  });

  test('is brought later to those whose connection is full', async () => {
    const { one, other } = two();
    const [ann, ben, cas] = [await one.arrive('ann'), await other.arrive('ben'), await other.arrive('cas')];
    ben.backlog = 2 * MiB;
    ann.receive(frames.update(edit(docOf(1), 'element-0001')));
    await until(() => elementsOf(cas.doc).length === 1);
    expect(elementsOf(ben.doc)).toEqual([]);
    ben.backlog = 0;
    await until(() => elementsOf(ben.doc).length === 1);
  });

  test('completes what waits for it here', async () => {
    const { one, other } = two();
    const [before, after] = [await one.arrive('ann'), await other.arrive('ann')];
    const drawn = docOf(1);
    const first = edit(drawn, 'element-0001');
    // What they drew last reaches the server they are on now before what they drew first has come by the one they left.
    after.receive(frames.update(edit(drawn, 'element-0002')));
    await turns();
    expect(after.saved).toBe(0);
    before.receive(frames.update(first));
    await until(() => after.saved === 1);
    expect(await one.elements()).toHaveLength(2);
  });
});

describe('a client id that two people write under on two servers', () => {
  test('is known to belong to who wrote under it on another one, wherever they are now', async () => {
    const { one, other } = two();
    const [ann, ben, cas] = [await one.arrive('ann'), await other.arrive('ben'), await other.arrive('cas')];
    const anns = docOf(7);
    ann.receive(frames.update(edit(anns, 'anns-element')));
    await until(() => elementsOf(cas.doc).length === 1);
    ann.leave();
    await turns();
    // Who takes it for a place to be shown keeps nobody from it.
    ben.receive(frames.presence(7, 1, { at: 1 }));
    const back = await other.arrive('ann');
    back.receive(frames.presence(7, 2, { at: 2 }));
    back.receive(frames.update(edit(anns, 'anns-other-1')));
    await until(() => back.saved === 1);
    expect([...cas.shown]).toEqual([[7, expect.objectContaining({ at: 2 })]]);
    // And who writes under it is sent away alone.
    ben.receive(frames.update(edit(anns, 'bens-element')));
    await until(() => ben.closed.length > 0);
    await turns();
    expect([ben.closed, back.closed, cas.closed]).toEqual([['NOT_YOUR_ID'], [], []]);
  });

  test('shows nobody else any more who took it before that was known', async () => {
    const { one, other, pass } = two({ lost: true });
    const [ann, ben, cas] = [await one.arrive('ann'), await other.arrive('ben'), await other.arrive('cas')];
    ben.receive(frames.presence(7, 1, { at: 1 }));
    ann.receive(frames.update(edit(docOf(7), 'anns-element')));
    await until(() => ann.saved === 1);
    await until(() => cas.shown.has(7));
    await pass(headsEveryMs);
    await until(() => !cas.shown.has(7));
    const back = await other.arrive('ann');
    back.receive(frames.presence(7, 1, { at: 2 }));
    await until(() => cas.shown.has(7));
    expect(cas.shown.get(7)).toMatchObject({ at: 2, user: { id: 'ann' } });
    expect(ben.closed).toEqual([]);
  });

  test('is refused where it is known that another speaks for it', async () => {
    const { one, other } = two();
    const [ann, ben] = [await one.arrive('ann'), await other.arrive('ben')];
    await turns();
    ann.receive(frames.presence(7, 1, { at: 1 }));
    await turns();
    ben.receive(frames.presence(7, 9, { at: 2 }));
    ben.receive(frames.update(edit(docOf(7), 'bens-element')));
    await turns();
    expect([ann.closed, ben.closed]).toEqual([[], ['NOT_YOUR_ID']]);
    ann.receive(frames.update(edit(docOf(7), 'anns-element')));
    await until(() => ann.saved === 1);
    expect(await other.elements()).toEqual(await one.elements());
  });

  test('keeps what others bring of it waiting while its author is on the other server, and no longer', async () => {
    const { one, other } = two();
    const [ann, ben] = [await one.arrive('ann'), await other.arrive('ben')];
    await turns();
    ann.receive(frames.presence(7, 1, { at: 1 }));
    await turns();
    const anns = docOf(7);
    edit(anns, 'anns-element');
    const brought = frames.step2(Y.encodeStateAsUpdate(anns));
    ben.receive(brought);
    await turns();
    const asked = (): number => ben.heard.filter(({ type }) => type === 'step1').length;
    const before = asked();
    expect([ben.saved, ben.closed]).toEqual([0, []]);
    ann.leave();
    await turns();
    expect(asked()).toBe(before + 1);
    ben.receive(brought);
    await until(() => ben.saved === 2);
    expect(await one.elements()).toHaveLength(1);
  });

  test('belongs to the first whose content is stored: both converge, and nothing acknowledged is lost', async () => {
    const { one, other, pass } = two();
    const [ann, ben, cas] = [await one.arrive('ann'), await other.arrive('ben'), await other.arrive('cas')];
    const anns = docOf(7);
    const cass = docOf(9);
    const [drawn, same] = [edit(anns, 'anns-element'), edit(cass, 'cass-element')];
    ann.receive(frames.update(drawn));
    ben.receive(frames.update(edit(docOf(7), 'bens-element')));
    // Of one who is there as well, on its way to the disk at the same time.
    cas.receive(frames.update(same));
    await until(() => ann.saved === 1 && ben.closed.length > 0 && cas.closed.length > 0);
    expect([ann.closed, ben.closed, cas.closed]).toEqual([[], ['NOT_YOUR_ID'], ['INTERNAL']]);
    expect([ben.saved, cas.saved]).toEqual([0, 0]);
    // They come back at once and bring it again.
    const back = await other.arrive('cas');
    back.receive(frames.step2(Y.encodeStateAsUpdate(cass)));
    await until(() => back.saved === 1);
    ann.receive(frames.update(edit(anns, 'anns-other-1')));
    await until(() => ann.saved === 2);
    await pass(headsEveryMs);
    const all = await one.elements();
    expect(all).toHaveLength(3);
    expect(await other.elements()).toEqual(all);
    expect(all.join()).not.toContain('bens');
  });

  test('was not shown to anybody by the one who came second', async () => {
    const { one, other } = two();
    const [ann, ben, cas] = [await one.arrive('ann'), await other.arrive('ben'), await other.arrive('cas')];
    ann.receive(frames.update(edit(docOf(7), 'anns-element')));
    ben.receive(frames.update(edit(docOf(7), 'bens-element')));
    cas.receive(frames.step1());
    await until(() => ben.closed.length > 0);
    await turns();
    expect(elementsOf(cas.doc).join()).not.toContain('bens');
    await expect(other.elements()).resolves.toEqual(await one.elements());
  });
});

test('nobody is shown what was not stored while it is found out whose the client id is', async () => {
  const plain = memoryStore();
  let answer = (): void => {};
  const store: Store = {
    ...plain,
    ownerOf: (board, client) =>
      new Promise((resolve) => {
        answer = () => resolve(plain.ownerOf(board, client));
      }),
  };
  const { one, other } = two({ store, lost: true });
  const [ann, ben, cas] = [await one.arrive('ann'), await other.arrive('ben'), await other.arrive('cas')];
  ann.receive(frames.update(edit(docOf(7), 'anns-element')));
  ben.receive(frames.update(edit(docOf(7), 'bens-element')));
  await until(() => ann.saved === 1);
  await turns();
  cas.receive(frames.step1());
  await turns();
  expect([ben.closed, elementsOf(cas.doc).join()]).toEqual([[], expect.not.stringContaining('bens')]);
  answer();
  await until(() => cas.closed.length > 0);
  expect([ben.closed, cas.closed]).toEqual([['NOT_YOUR_ID'], ['INTERNAL']]);
});

describe('a board that another server has removed', () => {
  const removed = async (lost: boolean) => {
    const all = two({ lost });
    const ann = await all.one.arrive('ann');
    const drawing = docOf(1);
    ann.receive(frames.update(edit(drawing, 'element-0001')));
    await until(() => ann.saved === 1);
    await turns();
    await all.store.remove('board');
    return { ...all, ann, drawing };
  };

  test('is not brought back by what is drawn on it here', async () => {
    const { ann, drawing, store } = await removed(true);
    ann.receive(frames.update(edit(drawing, 'element-0002')));
    await until(() => ann.closed.length > 0);
    expect([ann.closed, ann.saved]).toEqual([['NO_SUCH_BOARD'], 1]);
    expect(await store.load('board')).toMatchObject({ parts: [], seq: 0 });
  });

  test('is found out though nobody draws', async () => {
    const { ann, pass } = await removed(true);
    await pass(headsEveryMs);
    await until(() => ann.closed.length > 0);
    expect(ann.closed).toEqual(['NO_SUCH_BOARD']);
  });

  test('is let go at once where that is told, and begins anew as an empty one', async () => {
    const { ann, one, other } = await removed(false);
    other.rooms.close('board', 'NO_SUCH_BOARD');
    expect(ann.closed).toEqual(['NO_SUCH_BOARD']);
    await turns();
    expect(await one.elements()).toEqual([]);
  });
});

test('a name that is given to a board which is closed here is seen where it is open', async () => {
  const { one, other, store } = two();
  const ann = await one.arrive('ann');
  const update = edit(docOf(3), 'element-0003');
  const [seq = 0] = await store.append([{ board: 'board', update, by: 'ben' }]);
  other.rooms.toldStored('board', seq);
  await turns();
  expect(elementsOf(ann.doc)).toHaveLength(1);
});

test('a server alone asks nothing and tells nothing', async () => {
  const { timers, pass } = clockByHand();
  const said: string[] = [];
  const alone: Bus = {
    stored: () => undefined,
    live: () => said.push('live'),
    presence: () => said.push('presence'),
    people: () => said.push('people'),
    // It is about to hear, where there is anybody.
    opened: () => undefined,
    closed: () => undefined,
    ways: [],
    order: () => undefined,
    spent: () => undefined,
    listen: () => () => undefined,
    connected: false,
    close: async () => undefined,
  };
  const plain = memoryStore();
  const heads: Store['heads'] = (boards) => {
    said.push('heads');
    return plain.heads(boards);
  };
  const store: Store = { ...plain, heads };
  const { arrive, end } = server({ store, timers, bus: alone });
  const ann = await arrive('ann');
  ann.receive(frames.presence(1, 1, { at: 1 }));
  await pass(60_000);
  ann.leave();
  await end();
  expect(said).toEqual([]);
});
