import type { FetchEvent, WorkerScope } from './worker-scope.ts';

/** The pictures of boards that this device has shown, kept for when there is no server. */
export interface KeptPictures {
  /** Answers with what the server says; without it, with what is kept. */
  answer(event: FetchEvent, path: string): Promise<Response>;
  /** A page shows a board with these: what the browser still has of them is kept, and they are the last to be forgotten. */
  note(paths: readonly string[]): Promise<void>;
}

/** Whether a picture of a board is at a path. It never changes under its name. */
export const isPicture = (path: string): boolean => /^\/api\/boards\/[\w-]{1,64}\/assets\/[\w-]{43}$/.test(path);

/** What is kept at most: bytes, and the part of what this site may have. */
export const pictureLimits = { bytes: 200_000_000, part: 0.2 } as const;

/** Name of the cache. It outlives the builds. */
const name = 'gesso-pictures';
/** Under this stands in the cache what there is, the longest unused first. */
const listPath = '/.pictures';
/** ms that a server may take before what is kept is shown. */
const patience = 2_000;

/** Bytes by path, the longest unused first. */
type List = Map<string, number>;

/** Whether an answer is the picture itself: a page to sign in at is none, though it says 200 at the end of a redirect. */
const isFile = ({ ok, redirected, headers }: Response): boolean =>
  ok && !redirected && headers.get('content-type')?.startsWith('image/') === true;

/**
 * Whether the server says that this very person was shut out. Any other refusal ends nothing: a board in the trash comes back, a proxy
 * wants a person to sign in, a page is not let in yet; and what one saw of a board whose link was turned off stays one's own.
 */
async function isShutOut(answer: Response): Promise<boolean> {
  const said: unknown = await answer.json().catch(() => undefined);
  const { code } = Object(said) as { readonly code?: unknown };
  return code === 'REVOKED' || code === 'SENT_AWAY';
}

const parse = (value: unknown): List =>
  new Map(
    Array.isArray(value)
      ? value.filter((row): row is [string, number] => typeof row?.[0] === 'string' && typeof row?.[1] === 'number')
      : [],
  );

/** The cache and what is in it. */
interface Shelf {
  readonly cache: Cache;
  readonly found: List;
}

/** What there is room for (bytes). */
async function room({ navigator }: WorkerScope): Promise<number> {
  const { quota } = (await navigator.storage?.estimate().catch(() => undefined)) ?? {};
  return Math.min(pictureLimits.bytes, quota === undefined ? pictureLimits.bytes : quota * pictureLimits.part);
}

/** Puts what is used now behind all else. */
function use({ found }: Shelf, path: string, bytes: number): void {
  found.delete(path);
  found.set(path, bytes);
}

/** Puts a picture on the shelf, and takes off it what has not been used for longest where there is no room. */
async function put(shelf: Shelf, path: string, answer: Response, most: number): Promise<void> {
  const { cache, found } = shelf;
  const file = await answer.blob();
  use(shelf, path, file.size);
  let all = [...found.values()].reduce((sum, bytes) => sum + bytes, 0);
  for (const [old, bytes] of found) {
    if (all <= most) break;
    found.delete(old);
    await cache.delete(old);
    all -= bytes;
  }
  // One that takes more than all the room has not stayed.
  if (found.has(path)) await cache.put(path, new Response(file, { headers: answer.headers }));
}

/** Works on the shelf one after the other, and never fails: a store that is full or forbidden keeps what it has. */
function openShelf({ caches }: WorkerScope) {
  let list: Promise<List> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const read = async (cache: Cache): Promise<List> =>
    parse(await (await cache.match(listPath))?.json().catch(() => undefined));
  return (work: (shelf: Shelf) => Promise<void>): Promise<void> => {
    const run = async () => {
      const cache = await caches.open(name);
      list ??= read(cache);
      const found = await list;
      await work({ cache, found });
      await cache.put(listPath, new Response(JSON.stringify([...found])));
    };
    const done = last.then(run).catch(() => {
      // What is there is looked at again.
      list = undefined;
    });
    last = done;
    return done;
  };
}

export function keepPictures(scope: WorkerScope): KeptPictures {
  const { caches } = scope;
  const inOrder = openShelf(scope);
  const kept = async (path: string): Promise<Response | undefined> => {
    try {
      return await (await caches.open(name)).match(path);
    } catch {
      return undefined;
    }
  };
  const keep = (path: string, answer: Response): Promise<void> =>
    inOrder(async (shelf) => {
      const bytes = shelf.found.get(path);
      if (bytes === undefined || (await shelf.cache.match(path)) === undefined)
        await put(shelf, path, answer, await room(scope));
      else use(shelf, path, bytes);
    });
  const forgetIfShutOut = async (path: string, answer: Response): Promise<void> => {
    if (!(await isShutOut(answer))) return;
    await inOrder(async ({ cache, found }) => {
      found.delete(path);
      await cache.delete(path);
    });
  };

  return {
    async answer(event, path) {
      const asked = scope.fetch(event.request);
      const given = asked.then(
        (answer) => {
          if (answer.status >= 500) return undefined;
          // Once it is on its way to the page: nobody waits for it to be kept.
          if (isFile(answer)) event.waitUntil(keep(path, answer.clone()));
          else if (answer.status === 403) event.waitUntil(forgetIfShutOut(path, answer.clone()));
          return answer;
        },
        () => undefined,
      );
      const late = new Promise<undefined>((resolve) => {
        setTimeout(resolve, scope.navigator.onLine ? patience : 0);
      });
      event.waitUntil(given);
      return (await Promise.race([given, late])) ?? (await kept(path)) ?? asked;
    },
    note: (paths) =>
      inOrder(async (shelf) => {
        for (const path of paths.filter(isPicture)) {
          const bytes = shelf.found.get(path);
          if (bytes !== undefined) {
            use(shelf, path, bytes);
            continue;
          }
          // Without a request to the server: who has not seen it does not need it.
          const asked = scope.fetch(path, { cache: 'only-if-cached', mode: 'same-origin' });
          const answer = await asked.catch(() => undefined);
          if (answer && isFile(answer)) await put(shelf, path, answer, await room(scope));
        }
      }),
  };
}
