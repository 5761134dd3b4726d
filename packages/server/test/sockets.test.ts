import { encodeLive, failureBody, limits, mayWrite, readLive, writeLive } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { closeOf, edit, frames } from './support/line.ts';
import { eventually, person, synced } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';
import { settled, table, two } from './support/table.ts';

const live = (client: number, ...rest: number[]): Uint8Array => {
  const bytes = new Uint8Array(8 + rest.length);
  bytes[0] = 4;
  new DataView(bytes.buffer).setUint32(1, client, true);
  bytes.set(rest, 8);
  return encodeLive(bytes);
};

describe('a socket', () => {
  test('first hears its role and who it is, then is asked for what it has', async () => {
    const { lines, owner } = await table('owner', 'viewer');
    const me = (await owner.get('/api/session')).body;
    const [mine, theirs] = lines;
    expect(mine?.heard[0] ?? (await mine?.hears('role'))).toMatchObject({
      type: 'role',
      role: 'owner',
      you: { id: me.id, name: me.name, color: me.color },
    });
    expect(await theirs?.hears('role')).toMatchObject({ role: 'viewer' });
    await theirs?.hears('step1');
  });

  test('that does not speak Gesso hears only the stock frames', async () => {
    const { owner, board, server } = await table();
    const stock = await owner.connects(board.id, {});
    const guest = person(server.url);
    await guest.opens(board.edit);
    const other = await guest.connects(board.id);
    other.send(frames.presence(7, 1, { cursor: [1, 2] }));
    other.send(live(7));
    other.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await stock.hears('update');
    await stock.hears('presence');
    stock.send(frames.update(edit(new Y.Doc(), 'element-0002')));
    await other.hears('update');
    expect(stock.heard.map(({ type }) => type).filter((type) => type !== 'step1' && type !== 'presence')).toEqual([]);
  });

  test('shows others a change only once it is saved, and tells its author', async () => {
    const { first, second } = await two('editor', 'viewer');
    const update = edit(new Y.Doc(), 'element-0001');
    first.send(frames.update(update));
    expect((await second.hears('update')).body).toEqual(update);
    expect(await first.hears('saved')).toEqual({ type: 'saved', count: 1 });
  });

  test('counts what it sent, empty answers left out, also when it is known already', async () => {
    const { first } = await two('editor', 'viewer');
    const doc = new Y.Doc();
    const update = edit(doc, 'element-0001');
    first.send(frames.step2(Uint8Array.of(0, 0)));
    first.send(frames.update(update));
    await first.hears('saved', ({ count }) => count === 1);
    first.send(frames.update(update));
    first.send(frames.update(edit(doc, 'element-0002')));
    await first.hears('saved', ({ count }) => count === 3);
  });

  test('gets several people’s words of one moment in one frame', async () => {
    const { lines } = await table('editor', 'editor', 'viewer');
    const [a, b, viewer] = lines;
    const doc = new Y.Doc();
    a?.send(frames.update(edit(new Y.Doc(), 'element-000a')));
    b?.send(frames.update(edit(new Y.Doc(), 'element-000b')));
    while (doc.getMap('el').size < 2)
      Y.applyUpdate(doc, (await viewer?.hears('update'))?.body ?? new Uint8Array([0, 0]));
    expect([...doc.getMap('el').keys()].sort()).toEqual(['element-000a', 'element-000b']);
  });

  test('is answered with what it lacks', async () => {
    const { first, second } = await two('editor', 'viewer');
    const doc = new Y.Doc();
    first.send(frames.update(edit(doc, 'element-0001')));
    await first.hears('saved');
    const vector = Y.encodeStateVector(doc);
    const later = edit(doc, 'element-0002');
    first.send(frames.update(later));
    await first.hears('saved');
    second.send(frames.step1(vector));
    expect((await second.hears('step2')).body).toEqual(later);
    second.send(frames.step1());
    expect((await second.hears('step2')).body).toEqual(Y.encodeStateAsUpdate(doc));
  });

  test('merges what was done offline from the answer to its question, and passes on only what is new', async () => {
    const { first, second } = await two('editor', 'viewer');
    const doc = new Y.Doc();
    first.send(frames.update(edit(doc, 'element-0001')));
    await second.hears('update');
    const before = Y.encodeStateVector(doc);
    edit(doc, 'element-0002');
    first.send(frames.step2(Y.encodeStateAsUpdate(doc)));
    expect((await second.hears('update')).body).toEqual(Y.encodeStateAsUpdate(doc, before));
  });
});

describe('roles', () => {
  test.each(['viewer', 'commenter'] as const)('a %s who writes is sent away, and nobody sees it', async (role) => {
    const { first, second } = await two(role, 'editor');
    first.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    expect(await first.closed).toEqual(closeOf('FORBIDDEN'));
    await settled(second);
    expect(second.heard.some(({ type }) => type === 'update')).toBe(false);
  });

  test('a viewer who answers with history is sent away too', async () => {
    const { first } = await two('viewer', 'editor');
    first.send(frames.step2(edit(new Y.Doc(), 'element-0001')));
    expect(await first.closed).toEqual(closeOf('FORBIDDEN'));
  });

  test('an honest viewer, whose answer holds nothing new, stays', async () => {
    const { first, second } = await two('viewer', 'editor');
    const doc = new Y.Doc();
    second.send(frames.update(edit(doc, 'element-0001')));
    await first.hears('update');
    first.send(frames.step2(Uint8Array.of(0, 0)));
    first.send(frames.step2(Y.encodeStateAsUpdate(doc)));
    await first.hears('saved', ({ count }) => count === 1);
    expect(first.socket.readyState).toBe(WebSocket.OPEN);
  });

  test.each(['owner', 'editor', 'commenter', 'viewer'] as const)(
    'live ink of a(n) %s goes only where it may',
    async (role) => {
      const { first, second } = await two(role, 'viewer');
      first.send(frames.presence(7, 1, {}));
      first.send(live(7, 1, 2, 3));
      if (mayWrite(role)) expect((await second.hears('live')).body).toEqual(live(7, 1, 2, 3).slice(2));
      else expect(await first.closed).toEqual(closeOf('FORBIDDEN'));
    },
  );

  const laser = (client: number, xy: readonly number[] = [10, 20, 12, 20]): Uint8Array =>
    encodeLive(writeLive({ type: 'laser', client, live: 1, seq: 1, xy }));

  test.each(['owner', 'editor', 'commenter', 'viewer'] as const)(
    'the laser of a(n) %s is seen by all',
    async (role) => {
      const { first, second } = await two(role, 'viewer');
      first.send(frames.presence(7, 1, {}));
      first.send(laser(7));
      const seen = readLive((await second.hears('live')).body);
      expect(seen).toMatchObject({ type: 'laser', client: 7, xy: [10, 20, 12, 20] });
    },
  );

  test.each(['owner', 'editor', 'commenter', 'viewer'] as const)(
    'a(n) %s calls everybody where they may',
    async (role) => {
      const { first, second } = await two(role, 'viewer');
      first.send(frames.presence(7, 1, {}));
      first.send(encodeLive(writeLive({ type: 'call', client: 7, live: 0, seq: 1, x: 1, y: 2, w: 3, h: 4 })));
      if (mayWrite(role))
        expect(readLive((await second.hears('live')).body)).toMatchObject({ type: 'call', client: 7, w: 3 });
      else expect(await first.closed).toEqual(closeOf('FORBIDDEN'));
    },
  );

  const reaction = (client: number): Uint8Array =>
    encodeLive(writeLive({ type: 'react', client, live: 0, seq: 1, which: 3, x: 10, y: 20 }));

  test.each(['owner', 'editor', 'commenter', 'viewer'] as const)(
    'the reaction of a(n) %s is seen by all',
    async (role) => {
      const { first, second } = await two(role, 'viewer');
      first.send(frames.presence(7, 1, {}));
      first.send(reaction(7));
      expect(readLive((await second.hears('live')).body)).toMatchObject({ type: 'react', client: 7, which: 3 });
    },
  );

  test.each(['editor', 'viewer'] as const)(
    'of a hundred reactions at once of a(n) %s, over two lines, as many are seen as a second has',
    async (role) => {
      const { server, owner, board, first, second } = await two('editor', 'editor');
      const eve = person(server.url);
      await eve.opens((await owner.post(`/api/boards/${board.id}/links`, { role })).body);
      const lines = [await eve.connects(board.id), await eve.connects(board.id)];
      const begun = performance.now();
      for (const [i, line] of lines.entries()) {
        line.send(frames.presence(20 + i, 1, {}));
        for (let n = 0; n < 50; n++) line.send(reaction(20 + i));
        await settled(line);
      }
      // What is shown is collected; this comes behind all of it.
      second.send(frames.presence(8, 1, {}));
      second.send(laser(8));
      await first.hears('live', ({ body }) => readLive(body)?.type === 'laser');
      const told = first.heard.filter(({ type }) => type === 'live').length;
      const seconds = (performance.now() - begun) / 1_000;
      expect(told).toBeGreaterThanOrEqual(limits.reactionsPerSecond);
      expect(told).toBeLessThanOrEqual(limits.reactionsPerSecond * (1 + seconds));
    },
  );

  test('a laser under the name of another person goes nowhere', async () => {
    const { first, second } = await two('editor', 'viewer');
    first.send(frames.presence(7, 1, {}));
    await second.hears('presence', ({ states }) => states.has(7));
    second.send(laser(7));
    second.send(laser(8));
    expect(readLive((await first.hears('live')).body)?.client).toBe(8);
  });

  test.each([
    [
      'of more places than it may have',
      'FORBIDDEN',
      [6, 7, 0, 0, 0, 1, 0, 1, 65, ...Array.from({ length: 130 }, () => 0)],
    ],
    ['that is cut off', 'FORBIDDEN', [6, 7, 0, 0, 0, 1, 0, 1, 2, 0, 0]],
    ['with bytes behind it', 'FORBIDDEN', [6, 7, 0, 0, 0, 1, 0, 1, 0, 9]],
    ['that leaves the board', 'FORBIDDEN', [6, 7, 0, 0, 0, 1, 0, 1, 1, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0]],
    ['that is a reaction there is none of', 'FORBIDDEN', [8, 7, 0, 0, 0, 1, 0, 1, 99, 0, 0]],
    ['that is a reaction with text behind it', 'FORBIDDEN', [8, 7, 0, 0, 0, 1, 0, 1, 0, 0, 0, 60, 98, 62]],
    ['without a whole header', 'MALFORMED', [6, 7, 0]],
    ['of a type that is none', 'MALFORMED', [99, 7, 0, 0, 0, 1, 0, 1, 0]],
  ] as const)('a viewer’s laser %s ends its connection', async (_, code, bytes) => {
    const { first, second } = await two('viewer', 'editor');
    first.send(frames.presence(7, 1, {}));
    first.send(encodeLive(Uint8Array.from(bytes)));
    expect(await first.closed).toEqual(closeOf(code));
    await settled(second);
    expect(second.heard.some(({ type }) => type === 'live')).toBe(false);
  });

  test('a viewer who points with a hundred messages at once is seen with as many as a second has, over all lines', async () => {
    const { server, owner, board, first } = await two('editor', 'editor');
    const eve = person(server.url);
    await eve.opens((await owner.post(`/api/boards/${board.id}/links`, { role: 'viewer' })).body);
    const lines = [await eve.connects(board.id), await eve.connects(board.id)];
    const begun = performance.now();
    for (const [i, line] of lines.entries()) {
      line.send(frames.presence(20 + i, 1, {}));
      for (let n = 0; n < 100; n++) line.send(laser(20 + i));
      await settled(line);
    }
    await settled(first);
    const told = first.heard.filter(({ type }) => type === 'live').length;
    const seconds = (performance.now() - begun) / 1_000;
    expect(told).toBeGreaterThanOrEqual(limits.livePerSecond);
    expect(told).toBeLessThanOrEqual(limits.livePerSecond * (1 + seconds));
  });

  test('live ink under somebody else’s name goes nowhere', async () => {
    const { first, second } = await two('editor', 'editor');
    first.send(frames.presence(7, 1, {}));
    await second.hears('presence', ({ states }) => states.has(7));
    second.send(live(7));
    second.send(live(8));
    expect((await first.hears('live')).body[1]).toBe(8);
  });
});

describe('who may come in', () => {
  const closing = async (url: string, query: string, headers: Record<string, string>) =>
    new Promise<unknown>((resolve) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${query}`, { headers });
      afterThis(() => socket.terminate());
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', () => {});
    });

  test('accepts, then closes with a reason a browser can see', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const stranger = person(server.url);
    await stranger.get('/api/session');
    const origin = server.url;
    expect(await closing(server.url, board.id, { origin })).toEqual(closeOf('UNAUTHENTICATED'));
    expect(await closing(server.url, board.id, { origin, cookie: 'gesso=forged' })).toEqual(closeOf('UNAUTHENTICATED'));
    expect(await closing(server.url, board.id, { origin, cookie: stranger.cookie })).toEqual(closeOf('NO_SUCH_BOARD'));
    expect(await closing(server.url, 'AAAAAAAAAAAAAAAA', { origin, cookie: ann.cookie })).toEqual(
      closeOf('NO_SUCH_BOARD'),
    );
    expect(await closing(server.url, `${board.id}?ticket=forged`, { origin })).toEqual(closeOf('UNAUTHENTICATED'));
    expect(await closing(server.url, '..%2f..%2fx', { origin, cookie: ann.cookie })).toEqual(closeOf('NO_SUCH_BOARD'));
  });

  test('refuses a page from elsewhere before there is a socket, whatever it holds', async () => {
    const server = await serve({ ALLOWED_ORIGINS: 'https://friend.example' });
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const { cookie } = ann;
    expect(await closing(server.url, board.id, { cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await closing(server.url, board.id, { cookie, origin: 'null' })).toBe(403);
    expect(await closing(server.url, board.id, { cookie })).toBe(403);
    expect(
      await closing(server.url, `${board.id}?ticket=${await ann.ticket(board.id)}`, { origin: 'https://evil.example' }),
    ).toBe(403);
    const friend = await ann.connects(board.id, { gesso: '1' }, { origin: 'https://friend.example' });
    await friend.hears('role');
  });

  test('takes a ticket once, for its board only, from where no cookie is', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const other = await ann.makesBoard();
    const script = person(server.url);
    const reply = await script.post(`/api/boards/${board.id}/ticket`, { key: board.view.key });
    expect(reply.body).toEqual({ ticket: expect.any(String), role: 'viewer', expiresIn: 60 });
    const first = await script.connects(board.id, { ticket: reply.body.ticket, gesso: '1' });
    expect(await first.hears('role')).toMatchObject({ role: 'viewer' });
    expect(await closing(server.url, `${board.id}?ticket=${reply.body.ticket}`, {})).toEqual(
      closeOf('UNAUTHENTICATED'),
    );
    const elsewhere = await script.ticket(board.id, board.view);
    expect(await closing(server.url, `${other.id}?ticket=${elsewhere}`, {})).toEqual(closeOf('UNAUTHENTICATED'));
    const revoked = await script.ticket(board.id, board.view);
    await ann.delete(`/api/boards/${board.id}/links/${board.view.id}`);
    expect(await closing(server.url, `${board.id}?ticket=${revoked}`, {})).toEqual(closeOf('REVOKED'));
  });

  test('is no place for other requests', async () => {
    const server = await serve();
    expect((await fetch(`${server.url}/sync/AAAAAAAAAAAAAAAA`)).status).toBe(426);
    const nowhere = new WebSocket(`${server.url.replace('http', 'ws')}/elsewhere`);
    const status = await new Promise((resolve) => {
      nowhere.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      nowhere.on('error', () => {});
    });
    expect(status).toBe(404);
  });
});

describe('turning something off', () => {
  test('a revoked link ends its connections at once, and no others', async () => {
    const { owner, board, server, first } = await two('owner', 'editor');
    const ben = person(server.url);
    await ben.opens(board.view);
    const viewing = await ben.connects(board.id);
    const stock = await person(server.url).stock(board.id, board.view);
    await synced(stock);
    const stopped = new Promise((resolve) => stock.provider.once('closed', resolve));
    await owner.delete(`/api/boards/${board.id}/links/${board.view.id}`);
    expect(await viewing.closed).toEqual(closeOf('REVOKED'));
    expect(await stopped).toEqual(closeOf('REVOKED'));
    await settled(first);
    expect((await ben.get(`/api/boards/${board.id}`)).body).toEqual(failureBody('NO_SUCH_BOARD'));
  });

  test('a board in the trash ends everybody’s, and says so to them, as to all who could come in', async () => {
    const { server, owner, board, first, second } = await two('owner', 'viewer');
    const ben = person(server.url);
    await ben.opens(board.view);
    await owner.delete(`/api/boards/${board.id}`);
    expect(await first.closed).toEqual(closeOf('BOARD_IN_TRASH'));
    expect(await second.closed).toEqual(closeOf('BOARD_IN_TRASH'));
    // A newcomer with the link, one who was there before, and a socket of theirs.
    expect((await person(server.url).opens(board.edit)).body).toEqual(failureBody('BOARD_IN_TRASH'));
    expect((await ben.get(`/api/boards/${board.id}`)).body).toEqual(failureBody('BOARD_IN_TRASH'));
    expect(await (await ben.connects(board.id)).closed).toEqual(closeOf('BOARD_IN_TRASH'));
    await owner.post(`/api/boards/${board.id}/restore`);
    expect(await (await ben.connects(board.id)).hears('role')).toMatchObject({ role: 'viewer' });
  });
});

test('a stock client that was away brings what it did meanwhile', async () => {
  const server = await serve();
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const a = await ann.stock(board.id);
  const b = await ann.stock(board.id);
  await Promise.all([synced(a), synced(b)]);
  a.provider.disconnect();
  a.doc.getMap('el').set('element-0001', { k: 'r' });
  b.doc.getMap('el').set('element-0002', { k: 'r' });
  a.provider.params = { ticket: await ann.ticket(board.id) };
  a.provider.connect();
  await Promise.all([
    eventually(a.doc, () => a.doc.getMap('el').size === 2),
    eventually(b.doc, () => b.doc.getMap('el').size === 2),
  ]);
});
