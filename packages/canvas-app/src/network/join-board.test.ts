import { Failure, type Role } from '@gesso/crdt-schema';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Address, readAddress } from './address.ts';
import type { Api } from './api.ts';
import { joinBoard } from './join-board.ts';
import { linkMemory, openedBy } from './link-memory.ts';

const memory = () => {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
};

const link = (id: string, key: string, role: Role) => ({
  id,
  role,
  label: undefined,
  expiresAt: undefined,
  uses: 0,
  url: `http://gesso.test/b/board#k=${key}`,
});

const refuse = () => Promise.reject(new Failure('INTERNAL', 'not part of this test'));

const enter = async (address: Address, api: Partial<Api>) => {
  const storage = memory();
  const log: string[] = [];
  await joinBoard({
    api: {
      createBoard: refuse,
      join: refuse,
      session: async () => ({ id: 'me', name: 'Blue Heron', color: '#123456' }),
      call: refuse,
      ...api,
    },
    storage,
    address: () => address,
    showAddress: (path) => log.push(`address ${path}`),
    onBoard: (board, role) => log.push(`board ${board} ${role ?? '-'}`),
    onGranted: (board, role) => log.push(`granted ${board} ${role ?? '-'}`),
    onRefused: (failure) => log.push(`refused ${failure.code}`),
    pause: async (attempt) => void log.push(`pause ${attempt}`),
    onWaiting: (waiting) => {
      if (waiting) log.push('no answer');
    },
    askPassword: async (wrong) => {
      log.push(wrong ? 'asked again' : 'asked');
      return wrong ? 'right' : 'wrong';
    },
  });
  return { log, storage };
};

afterEach(() => vi.useRealTimers());

describe('an address', () => {
  test('names a board and the key in its fragment', () => {
    expect(readAddress('/b/abc-_123', '#k=secret')).toEqual({ board: 'abc-_123', key: 'secret' });
    // As mails and sentences end them.
    for (const end of ['.', ')', '>', '%3E', ').'])
      expect(readAddress('/b/abc', `#k=se-cr_et${end}`)).toEqual({ board: 'abc', key: 'se-cr_et' });
    expect(readAddress('/b/abc/', '')).toEqual({ board: 'abc', key: undefined });
    expect(readAddress('/', '#k=secret')).toEqual({ board: undefined, key: undefined });
    expect(readAddress('/b/../../etc', '')).toEqual({ board: undefined, key: undefined });
  });
});

describe('entering', () => {
  const links = { edit: link('e', 'editkey', 'editor'), view: link('v', 'viewkey', 'viewer') };
  const created = { id: 'board', role: 'owner' as const, links };

  test('without a board makes one, shows its edit link and remembers both links here', async () => {
    const { log, storage } = await enter({ board: undefined, key: undefined }, { createBoard: async () => created });
    expect(log).toEqual(['address /b/board#k=editkey', 'board board owner', 'granted board owner']);
    expect(linkMemory(storage, 'board').urlOf('v')).toBe('http://gesso.test/b/board#k=viewkey');
    expect(linkMemory(storage, 'board').urlOf(openedBy)).toBe('/b/board#k=editkey');
  });

  test('without a board asks for one once, and tells when the answer takes its time', async () => {
    vi.useFakeTimers();
    let asked = 0;
    const createBoard = async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      return created;
    };
    const entering = enter({ board: undefined, key: undefined }, { createBoard });
    await vi.advanceTimersByTimeAsync(60_000);
    const { log } = await entering;
    expect(asked).toBe(1);
    expect(log).toEqual(['no answer', 'address /b/board#k=editkey', 'board board owner', 'granted board owner']);
  });

  test('with a key remembers here how the board is opened', async () => {
    const { storage } = await enter({ board: 'board', key: 'k' }, { join: async () => 'viewer' });
    expect(linkMemory(storage, 'board').urlOf(openedBy)).toBe('/b/board#k=k');
  });

  test('with a key that opens nothing any more lets in who may come in without it, and forgets the key', async () => {
    const join = () => Promise.reject(new Failure('NO_SUCH_BOARD'));
    const mine = { join, call: async () => ({ id: 'board', role: 'owner' }) };
    const { log, storage } = await enter({ board: 'board', key: 'old' }, mine);
    expect(log).toEqual(['board board -', 'address /b/board', 'granted board owner']);
    expect(linkMemory(storage, 'board').urlOf(openedBy)).toBeUndefined();
    const strange = await enter({ board: 'board', key: 'old' }, { join, call: async () => ({ role: 'king' }) });
    expect(strange.log).toEqual(['board board -', 'refused NO_SUCH_BOARD']);
  });

  test('with a key opens the local copy before the server has answered', async () => {
    const { log } = await enter({ board: 'board', key: 'k' }, { join: async () => 'viewer' });
    expect(log).toEqual(['board board -', 'granted board viewer']);
  });

  test('tries again while the server cannot be reached, and stops at a refusal', async () => {
    let tries = 0;
    const join = async (): Promise<Role> => {
      tries += 1;
      throw new Failure(tries < 3 ? 'UNREACHABLE' : 'NO_SUCH_BOARD');
    };
    const { log } = await enter({ board: 'board', key: 'k' }, { join });
    expect(log).toEqual(['board board -', 'no answer', 'pause 0', 'no answer', 'pause 1', 'refused NO_SUCH_BOARD']);
  });

  test('asks for the password of a link until it fits', async () => {
    const join = async (_board: string, _key: string, password?: string): Promise<Role> => {
      if (password !== 'right') throw new Failure('PASSWORD_REQUIRED');
      return 'editor';
    };
    const { log } = await enter({ board: 'board', key: 'k' }, { join });
    expect(log).toEqual(['board board -', 'asked', 'asked again', 'granted board editor']);
  });

  test('garbage in this device’s storage is no link', () => {
    const storage = memory();
    storage.setItem('gesso.links.board', '{"e":5,');
    expect(linkMemory(storage, 'board').urlOf('e')).toBeUndefined();
    storage.setItem('gesso.links.board', '{"e":5}');
    expect(linkMemory(storage, 'board').urlOf('e')).toBeUndefined();
  });
});
