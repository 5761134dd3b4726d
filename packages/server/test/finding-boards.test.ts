import { type BoardDoc, createBoardDoc, fold, type NewElement, openBoard, relayLimits } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { FoundPage } from '../src/stores/repositories.ts';
import { boardText } from '../src/texts/board-text.ts';
import { createTexts } from '../src/texts/texts.ts';
import { systemTimers } from '../src/timers.ts';
import { memoryRepositories } from './support/memory-repositories.ts';
import { type NewBoard, person, type Someone } from './support/person.ts';
import { serve } from './support/server.ts';

const box = { x: 0, y: 0, width: 100, height: 60 } as const;

const drawn = (...elements: readonly NewElement[]): BoardDoc => {
  const doc = createBoardDoc();
  openBoard(doc).edit((writer) => {
    for (const element of elements) writer.add(element);
  });
  return doc;
};
const updateOf = (...texts: readonly string[]): Uint8Array =>
  Y.encodeStateAsUpdate(drawn(...texts.map((text) => ({ kind: 'sticky', ...box, text }) as const)));
const writes = (who: Someone, { id }: Pick<NewBoard, 'id'>, ...texts: readonly string[]) =>
  who.put(`/api/boards/${id}/document`, updateOf(...texts));

/** What is found once no board is still being read. */
const search = async (who: Someone, words: string, more = '') => {
  const ask = async () => (await who.get(`/api/boards?q=${encodeURIComponent(words)}${more}`)).body;
  let body = await ask();
  while (body.reading === true) body = await ask();
  return { found: body.boards.map(({ title, found }) => [title, found]), next: body.next };
};

describe('a board is found', () => {
  test('by its name first, then by what is written on it, as it is now', async () => {
    const server = await serve();
    const ann = person(server.url);
    const plan = await ann.makesBoard('Plan');
    await ann.makesBoard('Needles');
    const map = await ann.makesBoard('Map');
    await writes(ann, plan, 'Tea', 'A NEÉDLE in the hay');
    await writes(ann, map, 'needlework');
    expect(await search(ann, 'needle')).toEqual({
      found: [
        ['Needles', undefined],
        ['Map', 'needlework'],
        ['Plan', 'A NEÉDLE in the hay'],
      ],
      next: null,
    });
    expect((await search(ann, 'ne')).found).toHaveLength(3);
    expect((await search(ann, 'needle', '&sort=title')).found.map(([title]) => title)).toEqual([
      'Needles',
      'Map',
      'Plan',
    ]);
    await writes(ann, plan, 'and one needle more', '針と糸');
    expect((await search(ann, '針')).found).toEqual([['Plan', '針と糸']]);
    // Page by page, each once.
    const found: unknown[] = [];
    let next: string | null = '';
    for (let pages = 0; next !== null && pages < 9; pages++) {
      const page: Awaited<ReturnType<typeof search>> = await search(
        ann,
        'needle',
        `&limit=1${next === '' ? '' : `&after=${encodeURIComponent(next)}`}`,
      );
      found.push(...page.found.map(([title]) => title));
      next = page.next;
    }
    expect([found[0], ...found.slice(1).sort()]).toEqual(['Needles', 'Map', 'Plan']);
  });

  test('by those alone who may see it', async () => {
    const server = await serve();
    const [ann, ben] = [person(server.url), person(server.url)];
    const board = await ann.makesBoard('Plan');
    await writes(ann, board, 'needle');
    expect((await search(ben, 'needle')).found).toEqual([]);
    await ben.opens(board.edit);
    expect((await search(ben, 'needle')).found).toEqual([['Plan', 'needle']]);
    const his = (await ben.get('/api/session')).body.id;
    await ann.delete(`/api/boards/${board.id}/people/${his}`);
    expect((await search(ben, 'needle')).found).toEqual([]);
    await ann.delete(`/api/boards/${board.id}`);
    expect((await search(ann, 'needle')).found).toEqual([]);
    expect((await search(ann, 'needle', '&trash=1')).found).toEqual([['Plan', 'needle']]);
  });
});

describe('what is written on a board', () => {
  const read = (doc: BoardDoc) => boardText({ parts: [Y.encodeStateAsUpdate(doc)] });

  test('is the words of its elements, a line each, and the same folded', () => {
    const doc = drawn(
      { kind: 'sticky', ...box, text: 'Ein\nCafé' },
      { kind: 'rect', ...box, text: 'Ask', link: 'https://example.org/' },
      { kind: 'frame', ...box, name: 'Plan' },
    );
    const { text, folded } = read(doc);
    expect(text.split('\n').sort()).toEqual(['Ask', 'Ein Café', 'Plan', 'https://example.org/']);
    expect(folded.split('\n').sort()).toEqual(['ask', 'ein cafe', 'https://example.org/', 'plan']);
    expect(read(createBoardDoc())).toEqual({ text: '', folded: '' });
  });

  test('is kept up to a limit', () => {
    const long = `${'word '.repeat(3_000)}end`;
    const { text } = read(drawn(...Array.from({ length: 9 }, () => ({ kind: 'sticky', ...box, text: long }) as const)));
    expect(text.length).toBeLessThanOrEqual(relayLimits.boardTextLength);
    expect(text.length).toBeGreaterThan(relayLimits.boardTextLength - long.length);
  });

  test('is kept up to the same limit where its letters become many', () => {
    const sticky = { kind: 'sticky', ...box, text: '\ufdfa'.repeat(9_000) } as const;
    const { text, folded } = read(drawn(...Array.from({ length: 8 }, () => sticky)));
    expect(folded.length).toBeLessThanOrEqual(relayLimits.boardTextLength);
    expect(folded.length).toBeGreaterThan(relayLimits.boardTextLength / 2);
    expect(text.split('\n').map(fold).join('\n')).toBe(folded);
  });

  test('is read once the board has rested, and nothing is read again before it changes', async () => {
    const { boards, texts: repository } = memoryRepositories();
    const record = {
      title: '',
      owner: 'ann',
      createdAt: 1,
      updatedAt: 1,
      deletedAt: undefined,
      ownerDraws: false,
      previews: false,
    };
    await boards.create({ id: 'b', ...record }, []);
    let elapsed = 0;
    let look = () => undefined as unknown;
    const loads: string[] = [];
    const kept = Promise.withResolvers<void>();
    const texts = createTexts({
      store: {
        size: async () => 1,
        async load(board) {
          loads.push(board);
          return { parts: [updateOf('needle')], seq: 1, tail: { rows: 1, bytes: 1 }, damaged: 0 };
        },
      },
      repository: {
        ...repository,
        async keep(...text) {
          await repository.keep(...text);
          kept.resolve();
        },
      },
      walk: (_person, work) => work(),
      hasRoom: () => true,
      timers: {
        ...systemTimers,
        elapsed: () => elapsed,
        every(_ms, work) {
          look = work;
          return () => undefined;
        },
      },
      now: () => 60_000,
      trouble: (error) => kept.reject(error),
    });
    texts.watch();
    texts.changed('b');
    elapsed = 10_000;
    texts.changed('b');
    elapsed = 20_000;
    look();
    expect(loads).toEqual([]);
    elapsed = 25_000;
    look();
    await kept.promise;
    const page = await texts.search('ann', { words: 'needle', trashed: false, limit: 9 }, async () => true);
    expect([page.boards.map(({ found }) => found), page.unread]).toEqual([['needle'], []]);
    elapsed = 200_000;
    look();
    expect(loads).toEqual(['b']);
    await texts.stop();
  });
});

describe('a search', () => {
  const found = { boards: [], goesOn: false, named: { boards: [], goesOn: false }, unread: [], stoppedAt: [] };
  /** A server whose walks through texts answer so, one after the other; what they were asked for. */
  const answering = async (...pages: readonly Partial<FoundPage>[]) => {
    const asked: (string | undefined)[] = [];
    const server = await serve(
      {},
      {
        repositories: (repositories) => ({
          ...repositories,
          texts: {
            ...repositories.texts,
            async ofPerson(_person, { after }) {
              asked.push(after);
              return { ...found, ...pages[asked.length - 1] };
            },
          },
        }),
      },
    );
    return { ann: person(server.url), url: server.url, asked };
  };

  test('that ended before it had looked at everything goes on behind the last board its person may see', async () => {
    const places: string[] = [];
    const { ann, url, asked } = await answering({ goesOn: true, stoppedAt: places });
    const plan = await ann.makesBoard('Plan');
    const hers = await person(url).makesBoard('Secret');
    places.push(`${hers.id}:Secret`, `${plan.id}:Plan`);
    const first = (await ann.get('/api/boards?q=an')).body;
    // Those that are called so are found all the same.
    expect(first.boards.map(({ title }) => title)).toEqual(['Plan']);
    expect(first.next).toBe(`~${plan.id}:Plan`);
    const second = (await ann.get(`/api/boards?q=an&after=${encodeURIComponent(`${first.next}`)}`)).body;
    expect([second.boards, second.next]).toEqual([[], null]);
    expect(asked).toEqual([undefined, `${plan.id}:Plan`]);
  });

  test('of one person is refused where it is asked for too often, a list is not', async () => {
    const { ann } = await answering();
    await ann.makesBoard('Plan');
    for (let n = 0; n < 12; n++) await Promise.all(Array.from({ length: 8 }, () => ann.get('/api/boards?q=x')));
    let refused = 0;
    while ((await ann.get('/api/boards?q=x')).body.code !== 'RATE_LIMITED') expect(refused++).toBeLessThan(100_000);
    expect((await ann.get('/api/boards')).status).toBe(200);
  });
});

describe('tags', () => {
  test('are a person’s own, cleaned, the same in any case, and choose from the list', async () => {
    const server = await serve();
    const [ann, ben] = [person(server.url), person(server.url)];
    const plan = await ann.makesBoard('Plan');
    const map = await ann.makesBoard('Map');
    const give = (who: Someone, { id }: NewBoard, tags: unknown) => who.put(`/api/boards/${id}/tags`, { tags });
    expect((await give(ann, plan, [' Work\n', 'work', '', 'Über\u202e uns'])).body).toEqual({
      tags: ['work', 'Über uns'],
    });
    await give(ann, map, ['WORK']);
    const { boards } = (await ann.get('/api/boards?tag=Work')).body;
    expect(boards.map(({ title, tags }) => [title, tags])).toEqual([
      ['Map', ['WORK']],
      ['Plan', ['work', 'Über uns']],
    ]);
    expect(JSON.parse((await ann.get('/api/tags')).text)).toEqual({
      tags: [
        { tag: 'WORK', boards: 2 },
        { tag: 'Über uns', boards: 1 },
      ],
    });
    expect((await give(ben, plan, ['Mine'])).status).toBe(404);
    await ben.opens(plan.view);
    await give(ben, plan, ['Mine']);
    expect((await ben.get('/api/boards')).body.boards.map(({ tags }) => tags)).toEqual([['Mine']]);
    expect((await ann.get('/api/boards?tag=mine')).body.boards).toEqual([]);
    for (const wrong of [['x'.repeat(41)], Array.from({ length: 11 }, (_, n) => `${n}`), 'Work', [5]])
      expect((await give(ann, plan, wrong)).status).toBe(400);
    await give(ann, plan, []);
    expect((await ann.get('/api/boards?tag=work')).body.boards.map(({ title }) => title)).toEqual(['Map']);
    // They go along where the list goes to another browser.
    const { key } = (await ann.post('/api/session/move')).body;
    const phone = person(server.url);
    const own = await phone.makesBoard('Own');
    await give(phone, own, ['Phone']);
    await phone.post('/api/session/take', { key });
    expect((await phone.get('/api/tags')).text).toBe('{"tags":[{"tag":"Phone","boards":1},{"tag":"WORK","boards":1}]}');
  });
});
