import { Failure, type Person, type Role, roles } from '@gesso/crdt-schema';
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { type Api, object, person as personOf } from '../network/api.ts';
import { linkMemory, openedBy } from '../network/link-memory.ts';
import type { KeyValue } from '../storage.ts';

/** A board as a person has it. Times are ms since 1970. */
export interface Board {
  readonly id: string;
  /** Empty where it has no name. */
  readonly title: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it was thrown away; NaN where it was not. */
  readonly deletedAt: number;
  readonly starred: boolean;
  /** Some of those who have it open now. */
  readonly people: readonly Person[];
}

export const shelves = ['all', 'starred', 'trash'] as const;
/** Which of a person's boards. */
export type Shelf = (typeof shelves)[number];

export const orders = ['updated', 'created', 'title'] as const;
export type Order = (typeof orders)[number];

/** What is asked for. */
export interface Query {
  readonly shelf: Shelf;
  readonly order: Order;
  /** Part of the name. */
  readonly words: string;
}

/** A person's boards as this page knows them, and what can be done with them. What is done rejects with `Failure`. */
export interface Boards {
  readonly query: ReadonlySignal<Query>;
  /** Undefined until the server has answered. */
  readonly list: ReadonlySignal<readonly Board[] | undefined>;
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

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const boardOf = (value: unknown): Board[] => {
  const json = object(value);
  const id = text(json['id']);
  const role = roles.find((known) => known === json['role']);
  if (id === '' || role === undefined) return [];
  const people = Array.isArray(json['people']) ? json['people'].map(personOf) : [];
  return [
    {
      id,
      role,
      people,
      title: text(json['title']),
      createdAt: Date.parse(text(json['createdAt'])),
      updatedAt: Date.parse(text(json['updatedAt'])),
      deletedAt: Date.parse(text(json['deletedAt'])),
      starred: json['starred'] === true,
    },
  ];
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

interface State {
  readonly query: Signal<Query>;
  readonly list: Signal<readonly Board[] | undefined>;
  readonly failure: Signal<unknown>;
  readonly isLoading: Signal<boolean>;
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

async function fetchPage(state: State, api: Api, after: string | undefined): Promise<void> {
  state.asked += 1;
  const { asked } = state;
  state.isLoading.value = true;
  let answer: unknown;
  let failure: unknown;
  try {
    answer = await api.call('GET', addressOf(state.query.peek(), after));
  } catch (error) {
    failure = error;
  }
  if (asked !== state.asked) return;
  batch(() => {
    state.isLoading.value = false;
    state.failure.value = failure;
    if (failure !== undefined) return;
    const json = object(answer);
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
export const openBoards = (api: Api, storage: KeyValue | undefined): Boards => {
  const state: State = {
    query: signal<Query>({ shelf: 'all', order: 'updated', words: '' }),
    list: signal<readonly Board[] | undefined>(undefined),
    failure: signal<unknown>(undefined),
    isLoading: signal(false),
    next: undefined,
    asked: 0,
  };
  const { query, list } = state;
  const changes = changing(state);
  const ask = async (change: Partial<Query> = {}): Promise<void> => {
    query.value = { ...query.peek(), ...change };
    state.next = undefined;
    if ('shelf' in change) list.value = undefined;
    await fetchPage(state, api, undefined);
  };
  const opened = (id: string) => linkMemory(storage, id).urlOf(openedBy);
  const post = (id: string, what: string, body?: unknown) => api.call('POST', `/api/boards/${id}/${what}`, body);
  return {
    ...state,
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
