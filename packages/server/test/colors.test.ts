import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { personColors } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { steps } from '../src/stores/sqlite/schema.ts';
import { frames, type Line } from './support/line.ts';
import { person, type Someone } from './support/person.ts';
import { newFolder, serve } from './support/server.ts';

/** A board that anybody may come to, and one more person on it each time. */
const openBoard = async (settings: Record<string, string> = {}) => {
  const server = await serve(settings);
  const owner = person(server.url);
  const board = await owner.makesBoard();
  const comes = async (who: Someone = person(server.url)) => {
    await who.opens(board.edit);
    const line = await who.connects(board.id);
    return { who, line, you: (await line.hears('role')).you };
  };
  return { server, board, comes, owner };
};

/** A guest whom the server gave this color: one in twelve. */
const guestIn = async (url: string, color: string): Promise<Someone> => {
  for (let guests = 0; guests < 300; guests++) {
    const who = person(url);
    if ((await who.get('/api/session')).body.color === color) return who;
  }
  throw new Error(`no guest was given ${color}`);
};

const colorSeen = async (line: Line, client: number): Promise<string | undefined> =>
  (await line.hears('presence', ({ states }) => states.has(client))).states.get(client)?.state?.user?.color;

describe('on a board', () => {
  test('two guests of one color wear two, and twelve wear twelve', async () => {
    const { server, comes } = await openBoard();
    const ann = await comes();
    const own = (await ann.who.get('/api/session')).body.color;
    expect(ann.you.color).toBe(own);
    const ben = await comes(await guestIn(server.url, own));
    expect(ben.you.color).not.toBe(own);
    const worn = new Set([own, ben.you.color]);
    while (worn.size < 12) {
      const { you } = await comes();
      expect(worn.has(you.color)).toBe(false);
      worn.add(you.color);
    }
    expect([...worn].sort()).toEqual([...personColors].sort());
    const { who, you } = await comes();
    expect(you.color).toBe((await who.get('/api/session')).body.color);
  });

  test('a person is told of under the color they wear, also when they have left, until they choose another', async () => {
    const { server, board, comes, owner } = await openBoard();
    const ann = await comes();
    const ben = await comes(await guestIn(server.url, ann.you.color));
    const colorOf = async (): Promise<string> =>
      JSON.parse((await owner.get(`/api/boards/${board.id}/people`)).text).people.find(
        ({ id }: { readonly id: string }) => id === ben.you.id,
      ).color;
    expect(await colorOf()).toBe(ben.you.color);
    ben.line.socket.close();
    await ben.line.closed;
    expect(await colorOf()).toBe(ben.you.color);
    const chosen = personColors.find((color) => color !== ben.you.color && color !== ann.you.color);
    await ben.who.patch('/api/session', { color: chosen });
    expect(await colorOf()).toBe(chosen);
  });

  test('a person sees for themselves the color that others see, in every page and after a break', async () => {
    const { server, comes } = await openBoard();
    const ann = await comes();
    const ben = await comes(await guestIn(server.url, ann.you.color));
    const again = await comes(ben.who);
    expect(again.you).toEqual(ben.you);
    again.line.send(frames.presence(7, 1, {}));
    expect(await colorSeen(ann.line, 7)).toBe(ben.you.color);
    ben.line.close();
    again.line.close();
    ann.line.close();
    await Promise.all([ben, again, ann].map(({ line }) => line.closed));
    expect((await comes(ben.who)).you).toEqual(ben.you);
  });

  test('nobody wears what they announce', async () => {
    const { server, comes } = await openBoard();
    const ann = await comes();
    const ben = await comes(await guestIn(server.url, ann.you.color));
    ben.line.send(
      frames.presence(7, 1, { user: { ...ben.you, color: ann.you.color, colorChosen: true }, color: '#000000' }),
    );
    const { states } = await ann.line.hears('presence', ({ states }) => states.has(7));
    expect(states.get(7)?.state?.user).toEqual(ben.you);
  });

  test('a stock client is given one as well', async () => {
    const { server, board, comes } = await openBoard();
    const ann = await comes();
    const ben = await guestIn(server.url, ann.you.color);
    await ben.opens(board.edit);
    const { doc, awareness } = await ben.stock(board.id);
    awareness.setLocalState({ user: { name: 'me', color: ann.you.color } });
    const color = await colorSeen(ann.line, doc.clientID);
    expect(personColors).toContain(color);
    expect(color).not.toBe(ann.you.color);
  });
});

describe('a color that was chosen', () => {
  test('is worn among others who wear it, from the moment it is chosen, by all pages', async () => {
    const { server, comes } = await openBoard();
    const ann = await comes();
    const ben = await comes(await guestIn(server.url, ann.you.color));
    ben.line.send(frames.presence(7, 1, {}));
    expect(await colorSeen(ann.line, 7)).toBe(ben.you.color);
    // It is the very one that was given to them first.
    await ben.who.patch('/api/session', { color: ann.you.color });
    expect((await ben.line.hears('role')).you).toEqual({ ...ben.you, color: ann.you.color });
    expect(await colorSeen(ann.line, 7)).toBe(ann.you.color);
    await ben.who.patch('/api/session', { name: 'Ben' });
    expect((await ben.line.hears('role')).you).toEqual({ ...ben.you, name: 'Ben', color: ann.you.color });
    ben.line.close();
    await ben.line.closed;
    expect((await comes(ben.who)).you.color).toBe(ann.you.color);
    await ben.who.post('/api/session/rotate');
    expect((await comes(ben.who)).you.color).toBe(ann.you.color);
  });

  test('is no other person’s choice: a new name leaves the color to the room', async () => {
    const { server, comes } = await openBoard();
    const ann = await comes();
    const ben = await comes(await guestIn(server.url, ann.you.color));
    await ben.who.patch('/api/session', { name: 'Ben' });
    expect((await ben.line.hears('role')).you).toEqual({ ...ben.you, name: 'Ben' });
  });

  test('is told from a given one also where an older version stored it', async () => {
    const folder = newFolder();
    const first = await openBoard({ DATA_DIR: folder });
    const ann = person(first.server.url);
    const ben = person(first.server.url);
    for (const who of [ann, ben]) await who.patch('/api/session', { name: 'Somebody' });
    await ann.patch('/api/session', { color: '#123456' });
    await first.server.close();
    const older = newFolder();
    const version = steps.findIndex((step) => step.includes('color_chosen'));
    const database = new DatabaseSync(path.join(older, 'gesso.db'));
    for (const step of steps.slice(0, version)) database.exec(step);
    const columns = 'token_hash, person, name, color, created_at, seen_at, ended_at';
    database.exec(`PRAGMA user_version = ${version}; ATTACH '${path.join(folder, 'gesso.db')}' AS newer;
      INSERT INTO sessions (${columns}) SELECT ${columns} FROM newer.sessions;
      INSERT INTO secrets SELECT * FROM newer.secrets`);
    database.close();
    const { server, comes } = await openBoard({ DATA_DIR: older });
    const cas = person(server.url);
    await cas.patch('/api/session', { color: '#123456' });
    await comes(cas);
    expect((await comes(person(server.url, ann.cookie))).you.color).toBe('#123456');
    const given = (await person(server.url, ben.cookie).get('/api/session')).body.color;
    await comes(await guestIn(server.url, given));
    expect((await comes(person(server.url, ben.cookie))).you.color).not.toBe(given);
  });

  test('is what a host application says a person has', async () => {
    const server = await serve(
      {},
      {
        hooks: {
          authenticate: ({ headers }) => ({ id: String(headers['x-user']), color: '#0c8599' }),
          authorize: () => ({ role: 'editor', create: true }),
        },
      },
    );
    for (const user of ['ann', 'ben']) {
      const line = await person(server.url).connects('team', { gesso: '1' }, { 'x-user': user });
      expect((await line.hears('role')).you).toMatchObject({ id: user, color: '#0c8599' });
    }
  });
});
