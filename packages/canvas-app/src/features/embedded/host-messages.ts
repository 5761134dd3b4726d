import { Failure } from '@gesso/crdt-schema';
import { effect } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import type { Stop } from '../feature.ts';

/** The board of the console, which the page around may use as well: it has the key and could draw by that. */
type Board = NonNullable<Window['gesso']>;

/** The part of a browser's window that is needed to talk with the page around. */
export interface FramedWindow {
  readonly location: { readonly search: string };
  readonly parent: Pick<Window, 'postMessage'>;
  addEventListener(type: 'message', hear: (event: MessageEvent<unknown>) => void): void;
  removeEventListener(type: 'message', hear: (event: MessageEvent<unknown>) => void): void;
}

/** What may be asked, by name; `docs/embedding.md` has a row for each. What is given is hostile, and looked at by what does it. */
const methods = (board: Board): Readonly<Record<string, (given: unknown) => unknown>> => ({
  elements: () => board.board.elements(),
  add: (elements) => board.board.add(elements),
  patch: (given) => {
    const { id, properties } = Object(given) as { id?: unknown; properties?: unknown };
    board.board.patch(String(id), properties);
  },
  remove: (ids) => board.board.remove((Array.isArray(ids) ? ids : [ids]).map(String)),
  select: (ids) => board.select((Array.isArray(ids) ? ids : [ids]).map(String)),
  tool: (name) => board.tool(String(name)),
  camera: () => board.camera.get(),
  look: (camera) => board.camera.set(Object(camera) as Parameters<Board['camera']['set']>[0]),
  fit: () => board.camera.fit(),
  status: () => board.status(),
  export: (options) => board.exportBlob(Object(options) as Parameters<Board['exportBlob']>[0]),
});

/** The origin of the page around, as the address of the frame names it: `?host=https://intranet.example`. Undefined where it names none. */
export function hostIn(search: string): string | undefined {
  const url = URL.parse(new URLSearchParams(search).get('host') ?? '');
  return url !== null && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

const refusalOf = (error: unknown) => {
  const { code, message, detail } = error instanceof Failure ? error : new Failure('INTERNAL', String(error));
  return { code, message, ...(detail === undefined ? {} : { detail }) };
};

/**
 * Answers the page around a board and tells it what happens on it, if the address of the frame names its origin. Messages of others are
 * not heard, and none is given to a page of another origin: the browser sees to that. Returns what ends it.
 */
export function talkWithHost(
  { editor, session }: Pick<App, 'editor' | 'session'>,
  board: Board,
  page: FramedWindow,
): Stop {
  const host = hostIn(page.location.search);
  if (host === undefined) return () => undefined;
  const tell = (message: object) => page.parent.postMessage(message, host);
  const known = methods(board);
  const answer = async (id: unknown, method: unknown, given: unknown) => {
    try {
      const run = typeof method === 'string' && Object.hasOwn(known, method) ? known[method] : undefined;
      if (run === undefined)
        throw new Failure('MALFORMED', `no method "${String(method)}"; there are ${Object.keys(known)}`);
      await board.ready;
      tell({ gesso: 'answer', id, value: await run(given) });
    } catch (error) {
      tell({ gesso: 'answer', id, failure: refusalOf(error) });
    }
  };
  const hear = ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== page.parent || origin !== host || typeof data !== 'object' || data === null) return;
    const { gesso, id, method, given } = data as Readonly<Record<string, unknown>>;
    if (gesso === 'ask') void answer(id, method, given);
  };
  page.addEventListener('message', hear);
  const stops = [
    () => page.removeEventListener('message', hear),
    editor.board.onChange(({ added, updated, removed, origin }) => {
      const ids = (elements: readonly { readonly id: string }[]) => elements.map(({ id }) => id);
      if (origin !== 'load')
        tell({ gesso: 'change', added: ids(added), updated: ids(updated), removed, mine: origin !== 'remote' });
    }),
    effect(() => {
      const { sync } = session.status.value;
      tell({ gesso: 'status', sync, role: editor.role.value });
    }),
  ];
  void board.ready.then(() => tell({ gesso: 'ready' }));
  return () => {
    for (const stop of stops) stop();
  };
}
