import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { closeOf, frames } from './support/line.ts';
import { person } from './support/person.ts';
import { serve } from './support/server.ts';

test('a page newer than the server is told so, keeps what it has, and keeps nobody else from drawing', async () => {
  const server = await serve();
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const newer = await ann.connects(board.id);
  const doc = new Y.Doc();
  doc.getMap('cm').set('thread', { text: 'a comment' });
  newer.send(frames.update(Y.encodeStateAsUpdate(doc)));
  expect(await newer.closed).toEqual(closeOf('NEWER_CLIENT'));
  const { status, body } = await ann.put(`/api/boards/${board.id}/document`, Y.encodeStateAsUpdate(doc));
  expect([status, body]).toMatchObject([409, { code: 'NEWER_CLIENT' }]);
  const other = await ann.connects(board.id);
  const drawn = new Y.Doc();
  drawn.getMap('el').set('element-0001', { t: 'r' });
  other.send(frames.update(Y.encodeStateAsUpdate(drawn)));
  await other.hears('saved');
});
