import { describe, expect, test } from 'vitest';
import { patientRepositories } from '../src/stores/patient-repositories.ts';
import type { Repositories } from '../src/stores/repositories.ts';
import type { Timers } from '../src/timers.ts';
import { faultyStore } from './support/faulty.ts';
import { person } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';

/** Repositories on a disk that takes nothing while `full`, and can be read all the same. */
const faultyRepositories = () => {
  const state = { full: false };
  const reads = new Set(['find', 'ofPerson', 'ofBoard', 'trashedBefore', 'grantedTo']);
  const wrap = <T extends object>(target: T): T =>
    Object.fromEntries(
      Object.entries(target).map(([name, member]: [string, unknown]) => {
        if (typeof member === 'object' && member !== null) return [name, wrap(member)];
        if (typeof member !== 'function') return [name, member];
        return [
          name,
          (...args: unknown[]) => {
            const error = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR' });
            // Ending what is not stored changes no row, and so needs no disk.
            const changesNothing = name === 'endAll' && args[2] === undefined;
            if (state.full && !reads.has(name) && !changesNothing) return Promise.reject(error);
            return Reflect.apply(member, target, args);
          },
        ];
      }),
    ) as T;
  return { state, wrap: (repositories: Repositories): Repositories => wrap(repositories) };
};

const fullDisk = async () => {
  const repositories = faultyRepositories();
  let store = { broken: false };
  const server = await serve(
    {},
    {
      repositories: repositories.wrap,
      store: (real) => {
        const faulty = faultyStore(real);
        store = faulty.state;
        return { ...faulty.store, load: (board) => real.load(board) };
      },
    },
  );
  return {
    server,
    fill(full: boolean): void {
      repositories.state.full = full;
      store.broken = full;
    },
  };
};

describe('while the disk is full', () => {
  test('people open boards: those they had, and those of a link they are given', async () => {
    const { server, fill } = await fullDisk();
    const ann = person(server.url);
    const { id, edit, view } = await ann.makesBoard();
    const ben = person(server.url);
    await ben.opens(edit);
    fill(true);
    await (await ann.connects(id)).hears('step1');
    await (await ben.connects(id)).hears('step1');
    expect((await ben.get(`/api/boards/${id}/document`)).status).toBe(200);
    const cas = person(server.url);
    expect((await cas.get('/api/session')).status).toBe(200);
    const joined = await cas.opens(view);
    expect([joined.status, joined.body]).toEqual([200, { role: 'viewer' }]);
    const line = await cas.connects(id);
    expect(await line.hears('role')).toMatchObject({ role: 'viewer' });
    expect(await cas.ticket(id)).toBeTruthy();
    // A link that is turned off takes with it whoever came by it, written down or not.
    expect((await ann.post('/api/boards')).status).toBe(503);
    fill(false);
    expect((await ann.delete(`/api/boards/${id}/links/${view.id}`)).status).toBe(204);
    expect(await line.closed).toEqual({ code: 4403, reason: 'REVOKED' });
    expect((await cas.get(`/api/boards/${id}`)).status).toBe(404);
  });
});

describe('signing out while the disk is full', () => {
  test('is not called done, and is done for good once there is room', async () => {
    const { server, fill } = await fullDisk();
    const ann = person(server.url);
    const { id, edit } = await ann.makesBoard();
    const ben = person(server.url);
    await ben.get('/api/session');
    fill(true);
    // What is to be remembered of them is put off …
    await ben.opens(edit);
    expect((await ben.delete('/api/session')).status).toBeGreaterThanOrEqual(500);
    fill(false);
    const again = person(server.url, ben.cookie);
    expect((await again.delete('/api/session')).status).toBe(204);
    // … and is not written down later as one that goes on.
    const thief = person(server.url, ben.cookie);
    // A list of boards is given with all that waited to be written.
    expect((await ann.get('/api/boards')).status).toBe(200);
    expect((await thief.get(`/api/boards/${id}`)).status).toBe(404);
  });
});

describe('what could not be written down', () => {
  const nothing = (): void => undefined;

  /** Timers by which nothing happens but what is due every second, when that is called. */
  const bySecond = () => {
    let work: () => unknown = nothing;
    const timers: Timers = {
      elapsed: () => 0,
      after: () => nothing,
      afterIdle: () => nothing,
      soon: () => nothing,
      every(_ms, repeated) {
        work = repeated;
        return nothing;
      },
    };
    return { timers, due: () => work() };
  };

  test('is written when the disk takes it again, and told once', async () => {
    const { timers, due } = bySecond();
    const written: string[] = [];
    let full = true;
    const write = (name: string) => async () => {
      if (full) throw new Error('full');
      written.push(name);
      return true;
    };
    const repositories = {
      writeSeen: write('seen'),
      boards: { ofPerson: async () => ({ boards: [], goesOn: false }) },
      sessions: { create: write('session') },
      links: {
        grant: write('grant'),
        grantedTo: async () => [],
        ofBoard: async () => [
          { id: 'l', uses: 1 },
          { id: 'm', uses: 0 },
        ],
      },
    } as unknown as Repositories;
    const told: unknown[] = [];
    const patient = patientRepositories(repositories, { timers, trouble: (error) => told.push(error) });
    afterThis(() => patient.stop());
    await patient.sessions.create(
      new Uint8Array(),
      { id: 'ann', name: 'Ann', color: '#000000', colorChosen: false },
      0,
    );
    expect(await patient.links.grant('l', 'ann', 0)).toBe(true);
    expect(await patient.links.grant('l', 'ann', 0)).toBe(false);
    await patient.links.countUse({ id: 'l', maxUses: undefined });
    await patient.links.countUse({ id: 'l', maxUses: undefined });
    await patient.boards.visit('ann', 'b', 0);
    await patient.boards.visit('ann', 'b', 1);
    expect((await patient.links.ofBoard('b')).map(({ uses }) => uses)).toEqual([3, 0]);
    expect((await patient.links.grantedTo('ann', 'b')).map(({ id }) => id)).toEqual(['l']);
    expect(await patient.links.grantedTo('ben', 'b')).toEqual([]);
    await due();
    expect([written, told.length]).toEqual([[], 1]);
    full = false;
    await due();
    expect(written).toEqual(['session', 'grant', 'seen']);
    expect(await patient.links.grantedTo('ann', 'b')).toEqual([]);
    await due();
    expect(written.length).toBe(3);
    // A crowd shares one flush.
    for (let i = 0; i < 100; i++) await patient.boards.visit(`guest-${i}`, 'b', 0);
    await due();
    expect(written.length).toBe(4);
  });

  test('is not asked for again while a slow store writes it, and what came meanwhile is next', async () => {
    const { timers, due } = bySecond();
    const asked: (readonly string[])[] = [];
    const answers: (() => void)[] = [];
    const repositories = {
      writeSeen({ visits }: { readonly visits: readonly { readonly person: string }[] }) {
        asked.push(visits.map(({ person: who }) => who));
        return new Promise<void>((resolve) => void answers.push(resolve));
      },
      boards: {},
    } as unknown as Repositories;
    const patient = patientRepositories(repositories, { timers, trouble: nothing });
    await patient.boards.visit('ann', 'b', 0);
    const all = [due(), due()];
    await patient.boards.visit('ben', 'b', 0);
    all.push(due());
    expect(asked).toEqual([['ann']]);
    answers.pop()?.();
    await Promise.all(all);
    const next = due();
    expect(asked).toEqual([['ann'], ['ben']]);
    answers.pop()?.();
    await next;
  });
});
