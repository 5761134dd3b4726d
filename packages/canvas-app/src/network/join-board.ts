import { Failure, type Role, roles } from '@gesso/crdt-schema';
import { type KeyValue, readItem, writeItem } from '../storage.ts';
import { type Address, addressOf } from './address.ts';
import { type Api, answerTimeout, object } from './api.ts';
import { linkMemory, openedBy, pathOf } from './link-memory.ts';

export interface JoinDeps {
  readonly api: Api;
  readonly storage: KeyValue | undefined;
  readonly address: () => Address;
  /** Puts a board's address into the address bar without loading anything. */
  readonly showAddress: (path: string) => void;
  /** Called once the board's id is known, before the server has agreed: the local copy may be opened. */
  readonly onBoard: (board: string, role: Role | undefined) => void;
  /** Called when the socket may be opened. */
  readonly onGranted: (board: string, role: Role | undefined) => void;
  readonly onRefused: (failure: Failure) => void;
  /** Asks the person for the password of their link; `wrong` when one was given and did not fit. */
  readonly askPassword: (wrong: boolean) => Promise<string>;
  /** Resolves when trying again makes sense: after a pause, or when the network is back. */
  readonly pause: (attempt: number) => Promise<void>;
  /** Told when the server has not answered yet or will be asked again, and when it has answered. */
  readonly onWaiting: (waiting: boolean) => void;
}

const roleKey = (board: string) => `gesso.role.${board}`;

/** The role this device last had on a board, so that it opens offline as it was. */
const rememberedRole = (storage: KeyValue | undefined, board: string): Role | undefined => {
  const stored = readItem(storage, roleKey(board));
  return roles.find((role) => role === stored);
};

export const rememberRole = (storage: KeyValue | undefined, board: string, role: Role): void =>
  writeItem(storage, roleKey(board), role);

/** Tries until there is an answer; a refusal is an answer, an unreachable or restarting server is none. */
const persist = async <T>(work: () => Promise<T>, { pause, onWaiting }: JoinDeps): Promise<T> => {
  const timer = setTimeout(() => onWaiting(true), answerTimeout);
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Failure) || !error.kind.retry) throw error;
        onWaiting(true);
        await pause(attempt);
      }
    }
  } finally {
    clearTimeout(timer);
    onWaiting(false);
  }
};

/** Joins by a key, asking for its password as often as it takes. */
const joinByKey = async (deps: JoinDeps, board: string, key: string): Promise<Role> => {
  let password: string | undefined;
  for (;;) {
    try {
      return await persist(() => deps.api.join(board, key, password), deps);
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'PASSWORD_REQUIRED') throw error;
      password = await deps.askPassword(password !== undefined);
    }
  }
};

/** Joins by a key; one that opens nothing any more keeps nobody out who may come in without it. */
const join = async (deps: JoinDeps, board: string, key: string): Promise<Role | undefined> => {
  const { api, storage, showAddress } = deps;
  const path = `/b/${board}`;
  let url = addressOf(board, key);
  let role: Role | undefined;
  try {
    role = await joinByKey(deps, board, key);
  } catch (error) {
    if (!(error instanceof Failure) || !['NO_SUCH_BOARD', 'REVOKED', 'LINK_USED_UP'].includes(error.code)) throw error;
    const mine = await api.call('GET', `/api/boards/${board}`).catch(() => undefined);
    role = roles.find((known) => known === object(mine)['role']);
    if (role === undefined) throw error;
    url = '';
    showAddress(path);
  }
  const memory = linkMemory(storage, board);
  // A link that lets one do no more than before is not remembered in the place of another, which may let one do more.
  if (url === '' || role !== rememberedRole(storage, board) || memory.urlOf(openedBy) === undefined)
    memory.remember({ id: openedBy, url });
  return role;
};

/** Opens the board of the address, or makes a new one and puts its edit link into the address bar. */
export const joinBoard = async (deps: JoinDeps): Promise<void> => {
  const { api, storage, onBoard, onGranted } = deps;
  const { board, key } = deps.address();
  try {
    if (board === undefined) {
      const made = await persist(() => api.createBoard(), deps);
      const memory = linkMemory(storage, made.id);
      memory.remember(made.links.edit);
      memory.remember(made.links.view);
      if (made.links.edit.url !== undefined) {
        const url = pathOf(made.links.edit.url);
        memory.remember({ id: openedBy, url });
        deps.showAddress(url);
      }
      rememberRole(storage, made.id, 'owner');
      onBoard(made.id, 'owner');
      onGranted(made.id, 'owner');
      return;
    }
    onBoard(board, rememberedRole(storage, board));
    // Without a key the session decides; asking for it makes one, so that the answer is about the board.
    const role =
      key === undefined ? await persist(() => api.session().then(() => undefined), deps) : await join(deps, board, key);
    if (role !== undefined) rememberRole(storage, board, role);
    onGranted(board, role);
  } catch (error) {
    deps.onRefused(error instanceof Failure ? error : new Failure('INTERNAL', String(error)));
  }
};
