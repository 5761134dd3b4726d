import { limits } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { closeOf, frames } from './support/line.ts';
import { person, synced } from './support/person.ts';
import { serve } from './support/server.ts';
import { settled, two } from './support/table.ts';

describe('presence', () => {
  test('carries the person the server knows, whatever a client says', async () => {
    const { server, board, first } = await two('owner', 'viewer');
    const ben = person(server.url);
    await ben.opens(board.edit);
    const line = await ben.connects(board.id);
    const { you } = await line.hears('role');
    expect(you).toMatchObject({ id: (await ben.get('/api/session')).body.id });
    line.send(frames.presence(7, 1, { user: { id: 'owner', name: 'The Owner', color: '#000000' }, cursor: [1, 2] }));
    const heard = await first.hears('presence', ({ states }) => states.has(7));
    expect(heard.states.get(7)?.state).toEqual({ user: you, cursor: [1, 2] });
  });

  test('carries what is said, letter by letter, also of one who may only look', async () => {
    const { first, second } = await two('viewer', 'editor');
    for (const [i, chat] of ['H', 'Hi', undefined].entries()) {
      first.send(frames.presence(7, i + 1, { cursor: [1, 2], chat }));
      await second.hears('presence', ({ states }) => states.has(7) && states.get(7)?.state?.['chat'] === chat);
    }
    first.send(frames.presence(7, 9, { chat: 'x'.repeat(limits.awarenessBytes) }));
    expect(await first.closed).toEqual(closeOf('TOO_LARGE'));
  });

  test('follows a change of name', async () => {
    const { server, board, first } = await two('owner', 'viewer');
    const ben = person(server.url);
    await ben.opens(board.edit);
    const line = await ben.connects(board.id);
    line.send(frames.presence(7, 1, {}));
    await first.hears('presence', ({ states }) => states.has(7));
    await ben.patch('/api/session', { name: 'Benedict' });
    await first.hears('presence', ({ states }) => states.get(7)?.state?.user?.name === 'Benedict');
  });

  test('of everybody here meets a newcomer, and again when they ask', async () => {
    const { owner, board, first, second } = await two('editor', 'editor');
    first.send(frames.presence(7, 1, { a: 1 }));
    second.send(frames.presence(8, 1, { a: 2 }));
    await first.hears('presence', ({ states }) => states.has(8));
    const late = await owner.connects(board.id);
    expect([...(await late.hears('presence')).states.keys()].sort()).toEqual([7, 8]);
    late.send(frames.queryPresence());
    expect([...(await late.hears('presence')).states.keys()].sort()).toEqual([7, 8]);
  });

  test('ends with the connection', async () => {
    const { first, second } = await two('editor', 'editor');
    first.send(frames.presence(7, 3, { a: 1 }));
    await second.hears('presence', ({ states }) => states.get(7)?.state?.['a'] === 1);
    first.close();
    const gone = await second.hears('presence', ({ states }) => states.get(7)?.state === null);
    expect(gone.states.get(7)?.clock).toBe(3);
  });

  test('of somebody else cannot be written or ended', async () => {
    const { first, second, board, owner } = await two('editor', 'editor');
    first.send(frames.presence(7, 1, { a: 1 }));
    await second.hears('presence', ({ states }) => states.has(7));
    second.send(frames.presence(7, 9, { a: 'forged' }));
    second.send(frames.presence(7, 10, null));
    await settled(second);
    const late = await owner.connects(board.id);
    expect((await late.hears('presence')).states.get(7)?.state).toMatchObject({ a: 1 });
  });

  test('of two stock clients reaches both, and leaves with them', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const a = await ann.stock(board.id);
    const b = await person(server.url).stock(board.id, board.view);
    await Promise.all([synced(a), synced(b)]);
    const seen = (of: number, state: boolean) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (a.awareness.getStates().has(of) === state) resolve();
        };
        a.awareness.on('update', look);
        look();
      });
    b.awareness.setLocalStateField('cursor', [3, 4]);
    await seen(b.doc.clientID, true);
    b.provider.destroy();
    await seen(b.doc.clientID, false);
  });
});
