import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { closeOf, edit, frames } from './support/line.ts';
import { person } from './support/person.ts';
import { newFolder, serve } from './support/server.ts';
import { two } from './support/table.ts';

describe('a client id', () => {
  test('that somebody else is using cannot be written under', async () => {
    const { first, second } = await two('editor', 'editor');
    const victim = new Y.Doc();
    first.send(frames.presence(victim.clientID, 1, {}));
    first.send(frames.update(edit(victim, 'element-0001')));
    await second.hears('update');
    const forger = new Y.Doc();
    Y.applyUpdate(forger, Y.encodeStateAsUpdate(victim));
    forger.clientID = victim.clientID;
    second.send(frames.update(edit(forger, 'element-evil')));
    expect(await second.closed).toEqual(closeOf('NOT_YOUR_ID'));
    first.send(frames.update(edit(victim, 'element-0002')));
    await first.hears('saved', ({ count }) => count === 2);
  });

  test('in use by somebody else is left out of history, and the rest of it is kept', async () => {
    const { first, second, lines } = await two('editor', 'editor');
    const doc = new Y.Doc();
    const victim = new Y.Doc();
    first.send(frames.presence(victim.clientID, 1, {}));
    await second.hears('presence', ({ states }) => states.has(victim.clientID));
    Y.applyUpdate(doc, edit(victim, 'element-evil'));
    edit(doc, 'element-good');
    second.send(frames.step2(Y.encodeStateAsUpdate(doc)));
    const seen = new Y.Doc();
    Y.applyUpdate(seen, (await first.hears('update')).body);
    expect([...seen.getMap('el').keys()]).toEqual(['element-good']);
    expect(lines.every(({ socket }) => socket.readyState === WebSocket.OPEN)).toBe(true);
  });

  test('of somebody who is away may come in history: it can be the only copy of their work', async () => {
    const server = await serve();
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const doc = new Y.Doc();
    const before = await ann.connects(board.id);
    before.send(frames.update(edit(doc, 'element-0001')));
    await before.hears('saved');
    before.close();
    await before.closed;
    // The same browser, offline, and then with a new session: to the server it is somebody else.
    edit(doc, 'element-0002');
    const again = person(server.url);
    await again.opens(board.edit);
    const after = await again.connects(board.id);
    after.send(frames.step2(Y.encodeStateAsUpdate(doc)));
    await after.hears('saved');
    after.send(frames.step1());
    const seen = new Y.Doc();
    Y.applyUpdate(seen, (await after.hears('step2')).body);
    expect([...seen.getMap('el').keys()].sort()).toEqual(['element-0001', 'element-0002']);
  });

  test('stays its person’s while they are away, also when the server starts anew', async () => {
    const folder = newFolder();
    const server = await serve({ DATA_DIR: folder });
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const victim = new Y.Doc();
    const before = await ann.connects(board.id);
    before.send(frames.update(edit(victim, 'element-0001')));
    await before.hears('saved');
    await server.close();

    const again = await serve({ DATA_DIR: folder });
    const bob = person(again.url);
    await bob.opens(board.edit);
    const forger = new Y.Doc();
    Y.applyUpdate(forger, Y.encodeStateAsUpdate(victim));
    forger.clientID = victim.clientID;
    const forged = edit(forger, 'element-evil');
    const writing = await bob.connects(board.id);
    writing.send(frames.update(forged));
    expect(await writing.closed).toEqual(closeOf('NOT_YOUR_ID'));

    const back = await person(again.url, ann.cookie).connects(board.id);
    back.send(frames.update(edit(victim, 'element-0002')));
    await back.hears('saved');
    back.send(frames.step1());
    const seen = new Y.Doc();
    Y.applyUpdate(seen, (await back.hears('step2')).body);
    expect([...seen.getMap('el').keys()].sort()).toEqual(['element-0001', 'element-0002']);
  });

  test('moves with its person to a newer connection', async () => {
    const { server, board } = await two('owner', 'editor');
    const ben = person(server.url);
    await ben.opens(board.edit);
    const doc = new Y.Doc();
    const before = await ben.connects(board.id);
    before.send(frames.presence(doc.clientID, 1, {}));
    before.send(frames.update(edit(doc, 'element-0001')));
    await before.hears('saved');
    const after = await ben.connects(board.id);
    after.send(frames.presence(doc.clientID, 2, {}));
    after.send(frames.update(edit(doc, 'element-0002')));
    await after.hears('saved');
  });
});
