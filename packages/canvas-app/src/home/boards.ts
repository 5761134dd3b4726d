import { Failure } from '@gesso/crdt-schema';
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import { type Api, object } from '../network/api.ts';
import { keepKnownBoards, readKnownBoards } from '../network/known-boards.ts';
import { linkMemory, openedBy } from '../network/link-memory.ts';
import { isPlain } from '../network/plain-link.ts';
import type { KeyedStorage, KeyValue } from '../storage.ts';
import { chosenOf, isUnreachable, type OnDevice, onDevice } from './away.ts';
import { type Board, boardOf, countTags, type Query, type Tag, tagKey, tagsOf, text } from './board.ts';

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
  /** Whether the server still reads boards on which there may be more of what is looked for. */
  readonly isReading: ReadonlySignal<boolean>;
  /** This person's tags; none until the server has answered. */
  readonly tags: ReadonlySignal<readonly Tag[]>;
  /** Asks for another list, from its beginning; the same one anew where nothing is given. */
  ask(change?: Partial<Query>): Promise<void>;
  /** Asks for the next page of the list, if there is one. */
  more(): Promise<void>;
  rename(id: string, title: string): Promise<void>;
  star(id: string, isOn: boolean): Promise<void>;
  /** Gives a board these tags, in the place of those it had. */
  tag(id: string, tags: readonly string[]): Promise<void>;
  duplicate(id: string): Promise<void>;
  trash(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** Deletes a board that is in the trash: nothing brings it back. */
  removeForGood(id: string): Promise<void>;
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
  readonly isReading: Signal<boolean>;
  readonly tags: Signal<readonly Tag[]>;
  readonly storage: KeyedStorage | undefined;
  /** Where the list goes on. */
  next: string | undefined;
  /** How many pages of it are shown. */
  pages: number;
  /** Counts what was asked for: an answer to what nobody asks any more is not shown. */
  asked: number;
  /** Counts the lists that were asked for, each with all its pages. */
  question: number;
  /** Whether this list is looked at again for what is read meanwhile. */
  isLooking: boolean;
}

const newState = (storage: KeyedStorage | undefined): State => ({
  query: signal<Query>({ shelf: 'all', order: 'updated', words: '', tag: '' }),
  list: signal<readonly Board[] | undefined>(undefined),
  away: signal<Away | undefined>(undefined),
  failure: signal<unknown>(undefined),
  isLoading: signal(false),
  isReading: signal(false),
  tags: signal<readonly Tag[]>([]),
  storage,
  next: undefined,
  pages: 0,
  asked: 0,
  question: 0,
  isLooking: false,
});

const addressOf = ({ shelf, order, words, tag }: Query, after: string | undefined): string => {
  const asked = new URLSearchParams({ sort: order, limit: String(pageSize) });
  if (words !== '') asked.set('q', words);
  if (tag !== '') asked.set('tag', tag);
  if (shelf === 'starred') asked.set('starred', '1');
  if (shelf === 'trash') asked.set('trash', '1');
  if (after !== undefined) asked.set('after', after);
  return `/api/boards?${asked}`;
};

/** How long a list from before is not worth showing (ms). */
const patience = 2_000;

const isWhole = ({ shelf, order, words, tag }: Query): boolean =>
  shelf === 'all' && order === 'updated' && words === '' && tag === '';

/** While boards are still being read it is looked again after a pause (ms), less and less often, and so many times at most. */
const looks = { firstPause: 700, growth: 1.25, longestPause: 5_000, most: 30 } as const;

/** Shows what was known last, if that answers what is asked. */
function showKnown({ query, list, away, failure, tags, storage }: State): void {
  const known = readKnownBoards(storage);
  const boards = known?.boards.flatMap(boardOf) ?? [];
  const chosen = known && chosenOf(boards, query.peek());
  if (chosen === undefined) return;
  list.value = chosen;
  tags.value = countTags(boards);
  away.value = { at: known?.at };
  failure.value = undefined;
}

async function fetchPage(state: State, api: Api, after: string | undefined): Promise<void> {
  state.asked += 1;
  if (after === undefined) {
    state.question += 1;
    state.isLooking = false;
  }
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
  const isReading = object(answer)['reading'] === true;
  batch(() => {
    state.isLoading.value = false;
    state.isReading.value = isReading || state.isLooking;
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
    state.pages = after === undefined ? 1 : state.pages + 1;
  });
  // A search through very many boards ends early, perhaps before it has found one: there is nothing yet to scroll to the end of.
  if (failure === undefined && state.next !== undefined && state.list.peek()?.length === 0)
    await fetchPage(state, api, state.next);
  else if (isReading && !state.isLooking) void lookAgain(state, api);
}

/** Looks again for what is read by now, until nothing is read any more, another list is asked for, or it has taken too long. */
async function lookAgain(state: State, api: Api): Promise<void> {
  const { question } = state;
  const { firstPause, growth, longestPause, most } = looks;
  state.isLooking = true;
  let isReading = true;
  for (let n = 0; isReading && n < most; n++) {
    await new Promise((next) => setTimeout(next, Math.min(longestPause, firstPause * growth ** n)));
    if (question !== state.question) return;
    isReading = await lookOnce(state, api);
    if (question !== state.question) return;
  }
  state.isLooking = false;
  state.isReading.value = false;
}

/** Puts what is found by now in the place of the pages that are shown. Returns whether to look once more. */
async function lookOnce(state: State, api: Api): Promise<boolean> {
  // A page is on its way, and will have its part in the list.
  if (state.isLoading.peek()) return true;
  const { asked, pages } = state;
  const found = new Map<string, Board>();
  let isReading = false;
  let next: string | undefined;
  try {
    for (let page = 0; page === 0 || (page < pages && next !== undefined); page++) {
      const json = object(await api.call('GET', addressOf(state.query.peek(), next)));
      // A page that was asked for meanwhile goes on behind what is shown now.
      if (asked !== state.asked) return true;
      for (const board of listOf(json['boards']).flatMap(boardOf)) found.set(board.id, board);
      isReading ||= json['reading'] === true;
      next = text(json['next']) || undefined;
    }
  } catch (failure) {
    // What was refused once may be given the next time.
    if (asked !== state.asked || !isUnreachable(failure)) return true;
    batch(() => {
      state.failure.value = failure;
      showKnown(state);
    });
    return false;
  }
  state.asked += 1;
  state.next = next;
  state.list.value = [...found.values()];
  return isReading;
}

/** Asks for this person's tags; those that are shown stay where there is no answer. */
async function fetchTags(state: State, api: Api): Promise<void> {
  const answer = await api.call('GET', '/api/tags').catch(() => undefined);
  if (answer !== undefined) state.tags.value = tagsOf(answer);
}

/** The address of a board for its owner to give away: the first link that lets everybody draw and that this browser knows, else a new one. */
async function ownLink(api: Api, storage: KeyValue | undefined, id: string): Promise<string | undefined> {
  const memory = linkMemory(storage, id);
  const path = `/api/boards/${id}/links`;
  const links = listOf(object(await api.call('GET', path))['links']).map(object);
  const isForAll = ({ label, expiresAt, hasPassword, maxUses }: Json) =>
    isPlain({
      label: text(label),
      expiresAt: text(expiresAt) || undefined,
      hasPassword: hasPassword === true,
      maxUses,
    });
  const drawing = links.filter((link) => link['role'] === 'editor' && isForAll(link));
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

async function giveTags(state: State, api: Api, id: string, tags: readonly string[]): Promise<void> {
  const { list, query } = state;
  const { tags: kept } = object(await api.call('PUT', `/api/boards/${id}/tags`, { tags }));
  const given = listOf(kept).map(text);
  const { tag } = query.peek();
  // Without the tag that chooses from the list it is no part of that.
  const stays = tag === '' || given.some((one) => tagKey(one) === tagKey(tag));
  list.value = list.peek()?.flatMap((board) => (board.id !== id ? board : stays ? { ...board, tags: given } : []));
  await fetchTags(state, api);
}

/** `storage`: where this browser remembers the addresses of boards. */
export const openBoards = (
  api: Api,
  storage: KeyedStorage | undefined,
  page: Pick<Window, 'addEventListener'>,
): Boards => {
  const state = newState(storage);
  const { query, list } = state;
  const changes = changing(state);
  const { device, look } = onDevice(storage, page);
  const ask = async (change: Partial<Query> = {}): Promise<void> => {
    query.value = { ...query.peek(), ...change };
    state.next = undefined;
    void look();
    if ('shelf' in change) list.value = undefined;
    // What others ask for is as it was: tags are asked for with the list as a whole.
    const isAnew = Object.keys(change).length === 0;
    await Promise.all([fetchPage(state, api, undefined), ...(isAnew ? [fetchTags(state, api)] : [])]);
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
    tag: (id, tags) => changes.with(id, { tags }, () => giveTags(state, api, id, tags)),
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
    removeForGood: (id) => changes.without(id, () => api.call('DELETE', `/api/boards/${id}/forever`)),
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
