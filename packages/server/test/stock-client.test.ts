import { describe, expect, test } from 'vitest';
import { eventually, person, synced } from './support/person.ts';
import { serve } from './support/server.ts';

describe('the stock y-websocket client', () => {
  test('reads and writes a board, and both sides end up with the same', async () => {
    const server = await serve();
    const ann = person(server.url);
    const ben = person(server.url);
    const board = await ann.makesBoard();
    const a = await ann.stock(board.id);
    const b = await ben.stock(board.id, board.edit);
    await Promise.all([synced(a), synced(b)]);

    a.doc.getMap('el').set('element-0001', { k: 'r' });
    b.doc.getMap('el').set('element-0002', { k: 'r' });
    await Promise.all([
      eventually(a.doc, () => a.doc.getMap('el').size === 2),
      eventually(b.doc, () => b.doc.getMap('el').size === 2),
    ]);
    expect(b.doc.getMap('el').toJSON()).toEqual(a.doc.getMap('el').toJSON());
  });

  test('finds the board again after the server was restarted', async () => {
    const first = await serve();
    const ann = person(first.url);
    const board = await ann.makesBoard();
    const before = await ann.stock(board.id);
    const peer = await ann.stock(board.id);
    await Promise.all([synced(before), synced(peer)]);
    before.doc.getMap('el').set('element-0001', { k: 'r' });
    await eventually(peer.doc, () => peer.doc.getMap('el').has('element-0001'));
    before.provider.destroy();
    peer.provider.destroy();
    await first.close();

    const second = await serve({ DATA_DIR: first.folder });
    const after = await person(second.url).stock(board.id, board.view);
    await synced(after);
    expect(after.doc.getMap('el').get('element-0001')).toEqual({ k: 'r' });
  });
});
