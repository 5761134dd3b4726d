import { Failure } from '@gesso/crdt-schema';
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { type Api, object } from '../network/api.ts';
import { keepKnownBoards, readKnownBoards } from '../network/known-boards.ts';
import { linkMemory, openedBy } from '../network/link-memory.ts';
import type { KeyedStorage, KeyValue } from '../storage.ts';
import { chosenOf, isUnreachable, type OnDevice, onDevice } from './away.ts';
import { type Board, boardOf, type Query, text } from './board.ts';

/** A list from before. */
export interface Away {
  /** When the server gave it, ms since 1970. */
  readonly at: number | undefined;
}

/** A person's boards as this page knows them, and what can be done with them. What is done rejects with `Failure`. */
export interface Boards {
  readonly query: ReadonlySignal<Query>;
  /** Undefined until the server has answered. */
  readonly list: ReadonlySignal<readonly Board[] | undefined>;
  /** Set while the list is what this browser knew last, because the server does not answer. */
  readonly away: ReadonlySignal<Away | undefined>;
  readonly device: ReadonlySignal<OnDevice>;
  /** Why there is no answer. */
  readonly failure: ReadonlySignal<unknown>;
  /** Whether a page of the list is on its way. */
  readonly isLoading: ReadonlySignal<boolean>;
  /** Asks for another list, from its beginning; the same one anew where nothing is given. */
  ask(change?: Partial<Query>): Promise<void>;
  /** Asks for the next page of the list, if there is one. */
  more(): Promise<void>;
  rename(id: string, title: string): Promise<void>;
  star(id: string, isOn: boolean): Promise<void>;
  duplicate(id: string): Promise<void>;
  trash(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  leave(id: string): Promise<void>;
  /** Comes back to a board that was left, by the link this browser remembers. */
  comeBack(id: string): Promise<void>;
  /** Where a board is opened, as a path: by the link this browser remembers, else by the session alone. */
  pathOf(id: string): string;
  /** An address that lets others in; undefined where this browser knows none and may make none. */
  linkTo(board: Board): Promise<string | undefined>;
}

/** Boards asked for at once. */
const pageSize = 100;

type Json = ReturnType<typeof object>;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

interface State {
  readonly query: Signal<Query>;
  readonly list: Signal<readonly Board[] | undefined>;
  readonly away: Signal<Away | undefined>;
  readonly failure: Signal<unknown>;
  readonly isLoading: Signal<boolean>;
  readonly storage: KeyedStorage | undefined;
  /** Where the list goes on. */
  next: string | undefined;
  /** Counts what was asked for: an answer to what nobody asks any more is not shown. */
  asked: number;
}

const addressOf = ({ shelf, order, words }: Query, after: string | undefined): string => {
  const asked = new URLSearchParams({ sort: order, limit: String(pageSize) });
  if (words !== '') asked.set('q', words);
  if (shelf === 'starred') asked.set('starred', '1');
  if (shelf === 'trash') asked.set('trash', '1');
  if (after !== undefined) asked.set('after', after);
  return `/api/boards?${asked}`;
};

/** How long a list from before is not worth showing (ms). */
const patience = 2_000;

const isWhole = ({ shelf, order, words }: Query): boolean => shelf === 'all' && order === 'updated' && words === '';

/** Shows what was known last, if that answers what is asked. */
function showKnown({ query, list, away, failure, storage }: State): void {
  const known = readKnownBoards(storage);
  const chosen = known && chosenOf(known.boards.flatMap(boardOf), query.peek());
  if (chosen === undefined) return;
  list.value = chosen;
  away.value = { at: known?.at };
  failure.value = undefined;
}

async function fetchPage(state: State, api: Api, after: string | undefined): Promise<void> {
  state.asked += 1;
  const { asked } = state;
  state.isLoading.value = true;
  let answer: unknown;
  let failure: unknown;
  // A network that swallows everything is found out late.
  const timer = setTimeout(() => {
    if (after === undefined && asked === state.asked) batch(() => showKnown(state));
  }, patience);
  try {
    answer = await api.call('GET', addressOf(state.query.peek(), after));
  } catch (error) {
    failure = error;
  }
  clearTimeout(timer);
  if (asked !== state.asked) return;
  batch(() => {
    state.isLoading.value = false;
    state.failure.value = failure;
    if (failure !== undefined) {
      if (after === undefined && isUnreachable(failure)) showKnown(state);
      return;
    }
    state.away.value = undefined;
    const json = object(answer);
    if (after === undefined && isWhole(state.query.peek()))
      keepKnownBoards(state.storage, listOf(json['boards']), Date.now());
    const before = after === undefined ? [] : (state.list.peek() ?? []);
    // One that was changed meanwhile may come once more.
    const known = new Set(before.map(({ id }) => id));
    const found = listOf(json['boards']).flatMap(boardOf);
    state.list.value = [...before, ...found.filter(({ id }) => !known.has(id))];
    state.next = text(json['next']) || undefined;
  });
}

/** Links of a board as its owner: the first that lets draw and whose address this browser knows, else a new one. */
async function ownLink(api: Api, storage: KeyValue | undefined, id: string): Promise<string | undefined> {
  const memory = linkMemory(storage, id);
  const path = `/api/boards/${id}/links`;
  const links = listOf(object(await api.call('GET', path))['links']).map(object);
  const isOpen = ({ expiresAt, hasPassword }: Json) =>
    hasPassword !== true && !(Date.parse(text(expiresAt)) <= Date.now());
  const drawing = links.filter((link) => link['role'] === 'editor' && isOpen(link));
  const known = drawing.flatMap((link) => memory.urlOf(text(link['id'])) ?? [])[0];
  if (known !== undefined) return known;
  const made = object(await api.call('POST', path, { role: 'editor' }));
  const url = text(made['url']);
  memory.remember({ id: text(made['id']), url });
  return url;
}

/** What is shown at once, and taken back if the server refuses. */
function changing(state: State) {
  const { list } = state;
  const show = (id: string, change: Partial<Board>): void => {
    list.value = list.peek()?.map((board) => (board.id === id ? { ...board, ...change } : board));
  };
  return {
    show,
    async with(id: string, change: Partial<Board>, work: () => Promise<unknown>): Promise<void> {
      const before = list.peek()?.find((board) => board.id === id);
      show(id, change);
      try {
        await work();
      } catch (error) {
        if (before !== undefined) show(id, before);
        throw error;
      }
    },
    async without(id: string, work: () => Promise<unknown>): Promise<void> {
      const { asked } = state;
      const at = list.peek()?.findIndex((board) => board.id === id) ?? -1;
      const board = list.peek()?.[at];
      list.value = list.peek()?.filter((one) => one.id !== id);
      try {
        await work();
      } catch (error) {
        // Another list that was asked for meanwhile is right as it is.
        const now = list.peek() ?? [];
        if (board !== undefined && asked === state.asked) list.value = [...now.slice(0, at), board, ...now.slice(at)];
        throw error;
      }
    },
  };
}

/** `storage`: where this browser remembers the addresses of boards. */
export const openBoards = (
  api: Api,
  storage: KeyedStorage | undefined,
  page: Pick<Window, 'addEventListener'>,
): Boards => {
  const state: State = {
    query: signal<Query>({ shelf: 'all', order: 'updated', words: '' }),
    list: signal<readonly Board[] | undefined>(undefined),
    away: signal<Away | undefined>(undefined),
    failure: signal<unknown>(undefined),
    isLoading: signal(false),
    storage,
    next: undefined,
    asked: 0,
  };
  const { query, list } = state;
  const changes = changing(state);
  const { device, look } = onDevice(storage, page);
  const ask = async (change: Partial<Query> = {}): Promise<void> => {
    query.value = { ...query.peek(), ...change };
    state.next = undefined;
    void look();
    if ('shelf' in change) list.value = undefined;
    await fetchPage(state, api, undefined);
  };
  const opened = (id: string) => linkMemory(storage, id).urlOf(openedBy);
  const post = (id: string, what: string, body?: unknown) => api.call('POST', `/api/boards/${id}/${what}`, body);
  return {
    ...state,
    device,
    ask,
    async more() {
      // What failed is asked for again when a person says so.
      const isDue = state.next !== undefined && !state.isLoading.peek() && state.failure.peek() === undefined;
      if (isDue) await fetchPage(state, api, state.next);
    },
    rename: (id, title) =>
      changes.with(id, { title }, async () => {
        const named = object(await api.call('PATCH', `/api/boards/${id}`, { title }));
        changes.show(id, { title: text(named['title']) });
      }),
    star: (id, starred) =>
      changes.with(id, { starred }, () => api.call(starred ? 'PUT' : 'DELETE', `/api/boards/${id}/star`)),
    async duplicate(id) {
      const json = object(await post(id, 'duplicate'));
      const edit = object(object(json['links'])['edit']);
      const copy = text(object(json['board'])['id']);
      if (copy !== '') linkMemory(storage, copy).remember({ id: text(edit['id']), url: text(edit['url']) });
      await ask();
    },
    trash: (id) => changes.without(id, () => api.call('DELETE', `/api/boards/${id}`)),
    async restore(id) {
      await changes.without(id, () => post(id, 'restore'));
      if (query.peek().shelf !== 'trash') await ask();
    },
    leave: (id) => changes.without(id, () => post(id, 'leave')),
    async comeBack(id) {
      const key = new URLSearchParams(opened(id)?.split('#')[1]).get('k');
      if (key === null) throw new Failure('NO_SUCH_BOARD', 'no link is remembered');
      await post(id, 'join', { key });
      await ask();
    },
    pathOf: (id) => opened(id) ?? `/b/${id}`,
    async linkTo({ id, role }) {
      const url = role === 'owner' ? await ownLink(api, storage, id) : opened(id);
      return url && new URL(url, window.location.href).href;
    },
  };
};
