import { boardPage, boardsPage, isHashed, isNewBoard, isOfBuild, pageAt } from './paths.ts';
import type { FetchEvent, Route, WorkerScope } from './worker-scope.ts';

/** A build of the app: every file of it, by path. */
export interface Build {
  /** Changes with any of the files. */
  readonly version: string;
  readonly files: readonly string[];
  /** Those that its pages name, without which none begins. */
  readonly first: readonly string[];
}

/** The app on this device, as one build has it. */
export interface Shell {
  /** Fetches what is not here yet. Rejects when something cannot be had: then the worker does not come into use. */
  install(): Promise<void>;
  /** What a browser may answer with what is kept before the worker is awake. */
  readonly routes: readonly Route[];
  /** Comes into use in place of an older build, whose files stay as long as pages of it are open. */
  activate(): Promise<void>;
  /** Answers what is the app's, and leaves the rest to the browser. */
  answer(event: FetchEvent): void;
  /** Fetches again what the browser has cleared away, and deletes older builds once no page of them is open. */
  tidy(): Promise<void>;
}

const pages: ReadonlySet<string> = new Set([boardPage, boardsPage]);
const prefix = 'gesso-app-';
/** Under this stands in the cache what was there when its build came into use. */
const openBefore = '/.open-before';
/** Pages that were open, and the caches of the builds they may be of. */
interface Before {
  readonly pages: readonly string[];
  readonly caches: readonly string[];
}
/** Files that are fetched at once: a page that is drawn on has the rest of the line. */
const atOnce = 4;
/** How long a page waits for a server that does not answer (ms), before it is shown from here. */
const patience = 2_000;

/** Works through a list, a few at once. */
async function inTurns<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...list];
  const goOn = async (): Promise<void> => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
}

/** A file as the server has it now. Rejects where it is of another build than that of `files`. */
async function fetched(scope: WorkerScope, path: string, files: ReadonlySet<string>): Promise<Response> {
  const answer = await scope.fetch(path, { cache: isHashed(path) ? 'default' : 'no-cache' });
  // A proxy that asks people to sign in answers with its own page.
  if (!answer.ok || answer.redirected) throw new Error(`${path}: HTTP ${answer.status}`);
  if (pages.has(path) && !isOfBuild(await answer.clone().text(), files)) throw new Error(`${path} is of another build`);
  return answer;
}

/** Caches of other builds, older ones and one that is being fetched. */
const cachesBeside = async (own: string, caches: CacheStorage): Promise<readonly string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);

const openPages = async (clients: WorkerScope['clients']): Promise<readonly string[]> =>
  (await clients.matchAll({ type: 'window', includeUncontrolled: true })).map(({ id }) => id);

/** Has what every page begins with answered from a cache. A page of an older build names other files: the worker looks for those in all caches. */
const routesTo = (cacheName: string, first: readonly string[]): readonly Route[] => [
  { condition: { or: first.map((pathname) => ({ urlPattern: { pathname } })) }, source: { cacheName } },
];

export function appShell(scope: WorkerScope, { version, files, first }: Build): Shell {
  const { caches, clients, registration } = scope;
  const own = `${prefix}${version}`;
  const all = new Set(files);

  const kept = async (path: string): Promise<Response | undefined> => (await caches.open(own)).match(path);

  const tidy = async (): Promise<void> => {
    const there = await cachesBeside(own, caches);
    if (there.length === 0) return;
    const noted = await kept(openBefore);
    // While it is not noted who is there, nobody is known to have left.
    if (noted === undefined) return;
    const before = (await noted.json()) as Before;
    if ((await openPages(clients)).some((id) => before.pages.includes(id))) return;
    // What is not noted is of a newer build, which is being fetched.
    const older = there.filter((name) => before.caches.includes(name));
    await Promise.all(older.map((name) => caches.delete(name)));
  };

  /** The page that the server gives; in its place the one that is here. */
  const page = async ({ request, preloadResponse }: FetchEvent, path: string): Promise<Response> => {
    const asked = (async () => (await preloadResponse) ?? (await scope.fetch(request)))();
    const given = asked.then(
      // What a proxy says of a server that is down is of no use to a person who can go on without.
      (answer) => (answer.status >= 500 ? undefined : answer),
      () => undefined,
    );
    const late = new Promise<undefined>((resolve) => {
      if (!scope.navigator.onLine) setTimeout(resolve);
      // Another page than that which was asked for is no answer to who would only have to wait.
      else if (!isNewBoard(new URL(request.url).pathname)) setTimeout(resolve, patience);
    });
    return (await Promise.race([given, late])) ?? (await kept(path)) ?? asked;
  };

  /** A file, of this build or of an older one whose page is open still. */
  const file = async (request: Request, path: string): Promise<Response> => {
    // Its own first: Chromium notes what it has compiled where a script was found, and would begin a deleted cache anew for that.
    const older = () => (isHashed(path) ? caches.match(path, { ignoreVary: true }) : undefined);
    return (await kept(path)) ?? (await older()) ?? scope.fetch(request);
  };

  const install = async (): Promise<void> => {
    const cache = await caches.open(own);
    await inTurns(files, async (path) => {
      const here = isHashed(path) ? await caches.match(path, { ignoreVary: true }) : undefined;
      await cache.put(path, here ?? (await fetched(scope, path, all)));
    });
  };

  return {
    install,
    routes: routesTo(own, first),
    async tidy() {
      // They were put there last: without them there may be nothing.
      if ((await kept(boardPage)) === undefined) await install();
      await tidy();
    },
    async activate() {
      const cache = await caches.open(own);
      const before: Before = { pages: await openPages(clients), caches: await cachesBeside(own, caches) };
      await cache.put(openBefore, new Response(JSON.stringify(before)));
      await registration.navigationPreload?.enable();
      await clients.claim();
      await tidy();
    },
    answer(event) {
      const { method, mode, url } = event.request;
      const { origin, pathname } = new URL(url);
      if (method !== 'GET' || origin !== scope.location.origin) return;
      if (mode === 'navigate') {
        const shown = pageAt(pathname);
        if (shown !== undefined) event.respondWith(page(event, shown));
      } else if (isHashed(pathname) || (all.has(pathname) && !pages.has(pathname)))
        event.respondWith(file(event.request, pathname));
    },
  };
}
