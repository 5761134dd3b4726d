import {
  applyUpdate,
  type Board,
  type BoardDoc,
  createBoardDoc,
  Failure,
  openBoard,
  type Person,
} from '@gesso/crdt-schema';
import { type ShownBoard, shownBoard } from '@gesso/drawing';
import { object, person } from '../../network/api.ts';
import type { App } from '../../ui/app-context.ts';
import { fetchBytes } from './fetch-bytes.ts';

/** A state of the board that the server has kept. */
export interface Version {
  readonly id: string;
  /** Undefined for one that the server has kept by itself. */
  readonly name: string | undefined;
  /** When it was the board, ms since 1970. */
  readonly at: number;
  /** Who named it, or has drawn last before it. */
  readonly by: Person | undefined;
  /** Who had a hand in it since the version before, and who named it first of all; empty where that is not told. */
  readonly authors: readonly Person[];
  /** The number of the last update that is in it. */
  readonly seq: number;
}

export interface VersionPage {
  /** Newest first. */
  readonly versions: readonly Version[];
  /** Where older ones go on; undefined at the end. */
  readonly next: string | undefined;
}

/** A former board, opened to be looked at. */
export interface Past {
  readonly version: Version;
  readonly doc: BoardDoc;
  readonly board: ShownBoard;
}

/** Versions asked for at once. */
const pageSize = 50;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** People that are taken in for one version: more than a row says. */
const mostAuthors = 64;

const byOf = (value: unknown): Version['by'] => {
  try {
    return person(value);
  } catch {
    return undefined;
  }
};

const authorsOf = (value: unknown, namedBy: Person | undefined): readonly Person[] => {
  const told = (Array.isArray(value) ? value.slice(0, mostAuthors) : []).flatMap((one: unknown) => byOf(one) ?? []);
  // A server that does not tell says who was the last.
  const all = namedBy === undefined ? told : [namedBy, ...told];
  return all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);
};

/** A version as the server tells of it; undefined for what makes no sense. */
export const readVersion = (value: unknown): Version | undefined => {
  const { id, name, at, by, seq, authors } = object(value);
  if (text(id) === undefined || typeof at !== 'number' || !Number.isFinite(new Date(at).getTime())) return undefined;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) return undefined;
  const [called, who] = [text(name), byOf(by)];
  const isNamer = called !== undefined || !Array.isArray(authors) || authors.length === 0;
  return { id: String(id), name: called, at, by: who, authors: authorsOf(authors, isNamer ? who : undefined), seq };
};

/** A page of the list; what in it makes no sense is left out. */
export const readPage = (value: unknown): VersionPage => {
  const { versions, next } = object(value);
  return {
    versions: (Array.isArray(versions) ? versions : []).flatMap((one: unknown) => readVersion(one) ?? []),
    next: text(next),
  };
};

/** The versions of a board, on its server. Each call throws `Failure`. */
export interface Versions {
  /** `more.authors`: also who had a hand in each, which the server has to look for. */
  list(before?: string, more?: { readonly authors: boolean }): Promise<VersionPage>;
  add(name: string): Promise<void>;
  rename(version: string, name: string): Promise<void>;
  remove(version: string): Promise<void>;
  open(version: Version): Promise<Past>;
}

/** A board of stored bytes. Throws `Failure` where they are none. */
export function pastOf(version: Version, bytes: Uint8Array): Past {
  const doc = createBoardDoc();
  let board: Board;
  try {
    applyUpdate(doc, bytes);
    board = openBoard(doc);
  } catch (error) {
    doc.destroy();
    throw new Failure('INTERNAL', String(error));
  }
  return { version, doc, board: shownBoard(board) };
}

export const closePast = ({ board, doc }: Past): void => {
  board.close();
  doc.destroy();
};

export const versionsOf = ({ api, id, visitor }: Pick<App['session'], 'api' | 'id' | 'visitor'>): Versions => {
  const path = (rest = ''): string => `/api/boards/${encodeURIComponent(id.peek() ?? '')}/versions${rest}`;
  const one = (version: string): string => `/${encodeURIComponent(version)}`;
  return {
    async list(before, more) {
      const query = new URLSearchParams({ limit: String(pageSize) });
      if (before !== undefined) query.set('before', before);
      if (more?.authors === true) query.set('authors', '1');
      return readPage(await api.call('GET', path(`?${query}`)));
    },
    add: async (name) => void (await api.call('POST', path(), { name })),
    rename: async (version, name) => void (await api.call('PATCH', path(one(version)), { name })),
    remove: async (version) => void (await api.call('DELETE', path(one(version)))),
    open: async (version) => pastOf(version, await fetchBytes(path(`${one(version.id)}/document`), visitor?.headers())),
  };
};
