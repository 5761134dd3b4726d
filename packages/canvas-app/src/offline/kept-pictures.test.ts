import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isPicture, keepPictures, pictureLimits } from './kept-pictures.ts';
import type { FetchEvent, WorkerScope } from './worker-scope.ts';

const hash = (n: number) => n.toString(16).padStart(43, '0');
const pathOf = (n: number) => `/api/boards/abc/assets/${hash(n)}`;

const picture = (bytes: string) => new Response(bytes, { headers: { 'content-type': 'image/png' } });

/** A browser with one cache, a server that can be taken away, and pictures that its own cache still has. */
const browser = () => {
  const store = new Map<string, Response>();
  const state = {
    serve: async (_path: string): Promise<Response> => picture('picture'),
    own: new Set<string>(),
    kept: () => picture('own'),
    onLine: true,
    isFull: false,
    quota: 1e12,
  };
  const cache = {
    match: async (path: string) => store.get(path)?.clone(),
    async put(path: string, answer: Response) {
      if (state.isFull) throw new DOMException('full', 'QuotaExceededError');
      store.set(path, answer);
    },
    delete: async (path: string) => store.delete(path),
  };
  const asked: string[] = [];
  const scope = {
    caches: { open: async () => cache },
    navigator: {
      get onLine() {
        return state.onLine;
      },
      storage: { estimate: async () => ({ quota: state.quota }) },
    },
    fetch: async (request: Request | string, init?: RequestInit) => {
      if (init?.cache === 'only-if-cached') {
        if (state.own.has(String(request))) return state.kept();
        throw new TypeError('not cached');
      }
      const path = typeof request === 'string' ? request : request.url;
      asked.push(path);
      return state.serve(path);
    },
  } as unknown as WorkerScope;
  const worker = () => {
    const pictures = keepPictures(scope);
    /** What a page is given for a picture, and what the worker still does then. */
    const show = async (n: number) => {
      const lasting: Promise<unknown>[] = [];
      const waitUntil = (work: Promise<unknown>) => void lasting.push(work);
      const event = { request: { url: pathOf(n) }, waitUntil } as unknown as FetchEvent;
      const answer = pictures.answer(event, pathOf(n)).then(
        async (given) => [given.status, await given.text()] as const,
        () => 'nothing',
      );
      await vi.advanceTimersByTimeAsync(0);
      return { answer, done: async () => void (await Promise.allSettled(lasting)) };
    };
    const shown = async (n: number) => {
      const { answer, done } = await show(n);
      const given = await answer;
      await done();
      await vi.advanceTimersByTimeAsync(0);
      return given;
    };
    return { ...pictures, show, shown };
  };
  const names = () => [...store.keys()].filter(isPicture);
  return { state, asked, names, store, ...worker(), worker };
};

const away = () => Promise.reject(new TypeError('no server'));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('pictures on a device', () => {
  test('are those of boards and nothing else of the interface', () => {
    expect(isPicture(pathOf(1))).toBe(true);
    for (const path of ['/api/boards/abc', `/api/boards/abc/assets/${hash(1)}/x`, '/api/boards/abc/assets/short', '/'])
      expect(isPicture(path)).toBe(false);
  });

  test('are shown without a server once they were shown with it, also by a worker that has slept', async () => {
    const at = browser();
    expect(await at.shown(1)).toEqual([200, 'picture']);
    at.state.serve = away;
    expect(await at.shown(1)).toEqual([200, 'picture']);
    expect(await at.worker().shown(1)).toEqual([200, 'picture']);
    expect(await at.shown(2)).toBe('nothing');
    at.state.serve = async () => new Response('Bad Gateway', { status: 502 });
    expect(await at.shown(1)).toEqual([200, 'picture']);
  });

  test('are waited for two seconds where a server does not answer', async () => {
    const at = browser();
    await at.shown(1);
    at.state.serve = () => new Promise(() => undefined);
    const { answer } = await at.show(1);
    let given: unknown;
    void answer.then((one) => {
      given = one;
    });
    await vi.advanceTimersByTimeAsync(1_900);
    expect(given).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    expect(await answer).toEqual([200, 'picture']);
  });

  test.each(['REVOKED', 'SENT_AWAY'])('are refused to who was shut out, and forgotten: %s', async (code) => {
    const at = browser();
    await at.shown(1);
    at.state.serve = async () => Response.json({ code }, { status: 403 });
    expect((await at.shown(1))[0]).toBe(403);
    at.state.serve = away;
    expect(await at.shown(1)).toBe('nothing');
    expect(at.names()).toEqual([]);
  });

  test.each([
    ['a board in the trash, or of a link that was turned off', 404, JSON.stringify({ code: 'NO_SUCH_BOARD' })],
    ['a page that is not let in yet', 401, JSON.stringify({ code: 'UNAUTHENTICATED' })],
    ['a role that does not reach', 403, JSON.stringify({ code: 'FORBIDDEN' })],
    ['a proxy where one signs in', 403, '<p>Sign in</p>'],
    ['a proxy that says nothing', 403, ''],
    ['a proxy that says null', 403, 'null'],
    ['what is gone', 410, ''],
  ])('stay on the device through any other refusal, which is passed on: %s', async (_of, status, body) => {
    const at = browser();
    await at.shown(1);
    at.state.serve = async () => new Response(body, { status });
    expect(await at.shown(1)).toEqual([status, body]);
    at.state.serve = away;
    expect(await at.shown(1)).toEqual([200, 'picture']);
  });

  test('are not what a proxy answers in their place: a page, or what a redirect ends at', async () => {
    const at = browser();
    const page = () => new Response('<p>Sign in</p>', { headers: { 'content-type': 'text/html' } });
    at.state.serve = async () => page();
    expect(await at.shown(1)).toEqual([200, '<p>Sign in</p>']);
    at.state.serve = async () => Object.defineProperty(picture('logo'), 'redirected', { value: true });
    expect(await at.shown(1)).toEqual([200, 'logo']);
    at.state.own.add(pathOf(1));
    at.state.kept = page;
    await at.note([pathOf(1)]);
    expect(at.names()).toEqual([]);
  });

  test('are shown all the same where nothing can be kept', async () => {
    const at = browser();
    at.state.isFull = true;
    expect(await at.shown(1)).toEqual([200, 'picture']);
    expect(at.names()).toEqual([]);
    at.state.isFull = false;
    await at.shown(1);
    expect(at.names()).toEqual([pathOf(1)]);
  });

  test('take no more than their room: the one that was not used for longest goes', async () => {
    const at = browser();
    at.state.quota = 21 / pictureLimits.part;
    for (const n of [1, 2, 3]) await at.shown(n);
    expect(at.names()).toEqual([pathOf(1), pathOf(2), pathOf(3)]);
    await at.shown(1);
    await at.shown(4);
    expect(new Set(at.names())).toEqual(new Set([pathOf(1), pathOf(3), pathOf(4)]));
    at.state.serve = async () => picture('larger than all the room there is');
    await at.shown(5);
    expect(at.names()).not.toContain(pathOf(5));
  });

  test('that were shown before the worker was there come from the browser’s own cache, without a request', async () => {
    const at = browser();
    at.state.own.add(pathOf(1));
    await at.note([pathOf(1), pathOf(2), '/api/boards/abc']);
    expect(at.names()).toEqual([pathOf(1)]);
    expect(at.asked).toEqual([]);
  });

  test('are kept again after the browser has cleared them away, and a list that is no list is none', async () => {
    const at = browser();
    await at.shown(1);
    at.store.clear();
    await at.shown(1);
    expect(at.names()).toEqual([pathOf(1)]);
    at.store.set('/.pictures', new Response('{'));
    expect(await at.worker().shown(2)).toEqual([200, 'picture']);
    expect(at.names()).toEqual([pathOf(1), pathOf(2)]);
  });
});
