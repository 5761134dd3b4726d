import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isOf } from './register.ts';
import { appShell } from './shell.ts';
import type { FetchEvent, WorkerScope } from './worker-scope.ts';

const origin = 'https://gesso.test';
type Serve = (path: string) => Response | Promise<Response>;

/** A browser with caches, pages that are open and a server that can be taken away. */
const browser = () => {
  const stores = new Map<string, Map<string, Response>>();
  const pages = new Set<string>();
  const asked: string[] = [];
  const state: { serve: Serve; onLine: boolean } = { serve: () => new Response('page'), onLine: true };
  const pathOf = (request: Request | string) =>
    new URL(typeof request === 'string' ? request : request.url, origin).pathname;
  const cacheOf = (store: Map<string, Response>) => ({
    match: async (request: Request | string) => store.get(pathOf(request))?.clone(),
    put: async (path: string, answer: Response) => void store.set(path, answer),
  });
  const caches = {
    async open(name: string) {
      const store = stores.get(name) ?? new Map<string, Response>();
      stores.set(name, store);
      return cacheOf(store);
    },
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
    async match(request: Request | string) {
      for (const store of stores.values()) {
        const found = await cacheOf(store).match(request);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
  const scope = {
    ...{ caches, location: { origin }, registration: {} },
    navigator: {
      get onLine() {
        return state.onLine;
      },
    },
    clients: { matchAll: async () => [...pages].map((id) => ({ id })), claim: async () => undefined },
    fetch: async (request: Request | string) => {
      asked.push(pathOf(request));
      return state.serve(pathOf(request));
    },
  } as unknown as WorkerScope;
  const build = (version: string, script: string) =>
    appShell(scope, { version, files: [script, '/unready.js', '/', '/boards'], first: [script] });
  return { stores, pages, asked, state, build };
};

type Shell = ReturnType<typeof appShell>;

/** What a shell answers; undefined where it leaves a request to the browser. */
const ask = async (
  shell: Shell,
  path: string,
  { mode = 'navigate', method = 'GET', host = origin } = {},
): Promise<string | undefined> => {
  let answer: Promise<Response> | undefined;
  const request = { url: `${host}${path}`, mode, method } as unknown as Request;
  const respondWith = (given: Promise<Response>) => {
    answer = given;
  };
  shell.answer({ request, respondWith } as unknown as FetchEvent);
  return answer === undefined ? undefined : await (await answer).text();
};

const serving =
  (script: string): Serve =>
  (path) =>
    new Response(path === '/' || path === '/boards' ? `${path} of ${script}` : `file ${path}`);
const down: Serve = () => Promise.reject(new TypeError('no server'));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const kept = async () => {
  const at = browser();
  at.state.serve = serving('/assets/a-1.js');
  const shell = at.build('one', '/assets/a-1.js');
  await shell.install();
  await shell.activate();
  return { ...at, shell };
};

describe('the app on a device', () => {
  test('is shown without a server: a board by its page, all else by the list of boards', async () => {
    const { shell, state } = await kept();
    state.serve = down;
    expect(await ask(shell, '/b/abc-_1')).toBe('/ of /assets/a-1.js');
    expect(await ask(shell, '/boards')).toBe('/boards of /assets/a-1.js');
    expect(await ask(shell, '/')).toBe('/boards of /assets/a-1.js');
    expect(await ask(shell, '/assets/a-1.js', { mode: 'cors' })).toBe('file /assets/a-1.js');
    expect(await ask(shell, '/unready.js', { mode: 'no-cors' })).toBe('file /unready.js');
  });

  test('names what every page begins with, to be answered from its own cache before the worker is awake', () => {
    const { build } = browser();
    expect(build('one', '/assets/a-1.js').routes).toEqual([
      {
        condition: { or: [{ urlPattern: { pathname: '/assets/a-1.js' } }] },
        source: { cacheName: 'gesso-app-one' },
      },
    ]);
  });

  test('asks the server for pages first, and shows what it says, also that it refuses', async () => {
    const { shell, state } = await kept();
    state.serve = () => new Response('newer');
    expect(await ask(shell, '/b/abc')).toBe('newer');
    state.serve = () => new Response('no', { status: 403 });
    expect(await ask(shell, '/boards')).toBe('no');
  });

  test('is shown in place of what a proxy says of a server that is down', async () => {
    const { shell, state } = await kept();
    state.serve = () => new Response('Bad Gateway', { status: 502 });
    expect(await ask(shell, '/b/abc')).toBe('/ of /assets/a-1.js');
  });

  test('does not wait longer than two seconds for a server, and not at all without a network', async () => {
    const { shell, state } = await kept();
    state.serve = () => new Promise(() => undefined);
    let shown: string | undefined;
    void ask(shell, '/b/abc').then((text) => {
      shown = text;
    });
    await vi.advanceTimersByTimeAsync(1_900);
    expect(shown).toBeUndefined();
    await vi.advanceTimersByTimeAsync(200);
    expect(shown).toBe('/ of /assets/a-1.js');
    state.onLine = false;
    const at = ask(shell, '/boards');
    await vi.advanceTimersByTimeAsync(0);
    expect(await at).toBe('/boards of /assets/a-1.js');
  });

  test('waits for the server with a new board, and shows the list only when none can be made', async () => {
    const { shell, state } = await kept();
    let answer = (_given: Response): void => undefined;
    state.serve = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const made = ask(shell, '/');
    await vi.advanceTimersByTimeAsync(20_000);
    answer(new Response('a new board'));
    expect(await made).toBe('a new board');
    const refused = ask(shell, '/');
    await vi.advanceTimersByTimeAsync(0);
    answer(new Response('Bad Gateway', { status: 502 }));
    expect(await refused).toBe('/boards of /assets/a-1.js');
    state.onLine = false;
    const offline = ask(shell, '/');
    await vi.advanceTimersByTimeAsync(0);
    expect(await offline).toBe('/boards of /assets/a-1.js');
  });

  test.each([
    ['the interface of the server', '/api/boards', { mode: 'cors' }],
    ['pictures of boards', '/api/boards/b/assets/x', { mode: 'no-cors' }],
    ['addresses that are nothing', '/nothing', {}],
    ['what is no board', '/b/a%20b', {}],
    ['what is sent', '/boards', { method: 'POST' }],
    ['other servers', '/assets/a-1.js', { mode: 'cors', host: 'https://other.test' }],
  ])('leaves to the browser: %s', async (_what, path, how) => {
    const { shell } = await kept();
    expect(await ask(shell, path, how)).toBeUndefined();
  });

  test('does not come into use when a file is missing, or a page is of another build or another site', async () => {
    const { state, build } = browser();
    const shell = build('one', '/assets/a-1.js');
    state.serve = (path) => (path.startsWith('/assets/') ? new Response('', { status: 404 }) : new Response(''));
    await expect(shell.install()).rejects.toThrow('404');
    state.serve = serving('/assets/a-2.js');
    await expect(shell.install()).rejects.toThrow('another build');
    state.serve = () => Object.defineProperty(new Response('sign in'), 'redirected', { value: true });
    await expect(shell.install()).rejects.toThrow();
  });
});

describe('a newer build', () => {
  test('fetches only what is new, and leaves the older one until its last page is gone', async () => {
    const { pages, stores, state, asked, build } = await kept();
    pages.add('old page');
    state.serve = serving('/assets/a-2.js');
    asked.length = 0;
    const newer = build('two', '/assets/a-2.js');
    await newer.install();
    await newer.activate();
    expect(asked).toEqual(expect.arrayContaining(['/assets/a-2.js', '/', '/boards']));
    state.serve = down;
    expect(await ask(newer, '/assets/a-1.js', { mode: 'cors' })).toBe('file /assets/a-1.js');
    expect(await ask(newer, '/b/abc')).toBe('/ of /assets/a-2.js');
    await newer.tidy();
    expect([...stores.keys()]).toEqual(['gesso-app-one', 'gesso-app-two']);
    pages.clear();
    pages.add('new page');
    await newer.tidy();
    expect([...stores.keys()]).toEqual(['gesso-app-two']);
  });

  test('deletes nothing while it is not noted which pages were there before', async () => {
    const { stores, state, build } = await kept();
    state.serve = serving('/assets/a-2.js');
    const newer = build('two', '/assets/a-2.js');
    await newer.install();
    await newer.tidy();
    expect([...stores.keys()]).toEqual(['gesso-app-one', 'gesso-app-two']);
  });

  test('keeps its files while the older one tidies up', async () => {
    const { stores, state, shell, build } = await kept();
    state.serve = serving('/assets/a-2.js');
    const newer = build('two', '/assets/a-2.js');
    await newer.install();
    await shell.tidy();
    expect([...stores.keys()]).toEqual(['gesso-app-one', 'gesso-app-two']);
    await newer.activate();
    expect([...stores.keys()]).toEqual(['gesso-app-two']);
  });

  test('that the browser has cleared away is fetched again', async () => {
    const { stores, state, shell } = await kept();
    stores.clear();
    await shell.tidy();
    state.serve = down;
    expect(await ask(shell, '/b/abc')).toBe('/ of /assets/a-1.js');
  });

  test('is not told of to a page that is of it already', () => {
    expect(isOf(['/assets/a.js', '/assets/b.js'], ['/assets/a.js'])).toBe(true);
    expect(isOf(['/assets/b.js'], ['/assets/a.js', '/assets/b.js'])).toBe(false);
    expect(isOf(undefined, ['/assets/a.js'])).toBe(true);
  });
});
