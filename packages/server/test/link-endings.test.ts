import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { closeOf, edit, frames } from './support/line.ts';
import { type Link, person } from './support/person.ts';
import { serve } from './support/server.ts';

/** A board of Ann's on which Ben is by its edit link; he has opened another link as well. */
const scene = async (role = 'viewer', now = Date.now) => {
  const server = await serve({}, { now });
  const ann = person(server.url);
  const board = await ann.makesBoard();
  const at = (path: string) => `/api/boards/${board.id}${path}`;
  const links = async (terms: object): Promise<Link> => (await ann.post(at('/links'), terms)).body;
  const [first, other] = [await links({ role: 'editor' }), await links({ role })];
  const ben = person(server.url);
  await ben.opens(other);
  await ben.opens(first);
  const line = await ben.connects(board.id);
  expect(await line.hears('role')).toMatchObject({ role: 'editor' });
  const turnOff = (link: Link) => ann.delete(at(`/links/${link.id}`));
  const change = (link: Link, terms: object) => ann.patch(at(`/links/${link.id}`), terms);
  const script = person(server.url);
  const brings = (ticket: string) => script.connects(board.id, { ticket, gesso: '1' });
  return { server, ann, ben, board, at, links, first, other, line, turnOff, change, script, brings };
};

describe('whose link is turned off', () => {
  test('comes back by another of theirs with what it gives, and is shut out with the last', async () => {
    const { ben, board, first, other, line, turnOff } = await scene();
    await turnOff(first);
    expect(await line.closed).toEqual(closeOf('ROLE_CHANGED'));
    const back = await ben.connects(board.id);
    expect(await back.hears('role')).toMatchObject({ role: 'viewer' });
    await turnOff(other);
    expect(await back.closed).toEqual(closeOf('REVOKED'));
  });

  test('stays where they did not come by it', async () => {
    const { server, line, board, other, turnOff } = await scene();
    const cas = person(server.url);
    await cas.opens(other);
    const looking = await cas.connects(board.id);
    await looking.hears('role');
    await turnOff(other);
    expect(await looking.closed).toEqual(closeOf('REVOKED'));
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await line.hears('saved');
  });

  test('comes back where it ends by a time that is said, or that comes', async () => {
    let at = Date.now();
    const { ben, board, first, line, links, change } = await scene('commenter', () => at);
    await change(first, { expiresAt: '2001-01-01' });
    expect(await line.closed).toEqual(closeOf('ROLE_CHANGED'));
    await ben.opens(await links({ role: 'editor', expiresAt: at + 60_000 }));
    const drawing = await ben.connects(board.id);
    expect(await drawing.hears('role')).toMatchObject({ role: 'editor' });
    at += 60_000;
    expect(await drawing.closed).toEqual(closeOf('ROLE_CHANGED'));
    const back = await ben.connects(board.id);
    expect(await back.hears('role')).toMatchObject({ role: 'commenter' });
  });

  test('has only that link where they came without a cookie', async () => {
    const { board, first, turnOff, script, brings } = await scene();
    const [drawing, late] = [await brings(await script.ticket(board.id, first)), await script.ticket(board.id, first)];
    expect(await drawing.hears('role')).toMatchObject({ role: 'editor' });
    await turnOff(first);
    expect(await drawing.closed).toEqual(closeOf('REVOKED'));
    expect(await (await brings(late)).closed).toEqual(closeOf('REVOKED'));
  });
});

describe('a ticket of before', () => {
  test('gives what its person may do when it is used, whatever has become of one link', async () => {
    const { ben, board, first, turnOff, change, brings } = await scene('commenter');
    const [low, off] = [await ben.ticket(board.id), await ben.ticket(board.id, first)];
    await change(first, { role: 'viewer' });
    const line = await brings(low);
    expect(await line.hears('role')).toMatchObject({ role: 'commenter' });
    await turnOff(first);
    const back = await brings(off);
    expect(await back.hears('role')).toMatchObject({ role: 'commenter' });
  });

  test('is told by its answer as it will be, by session or by key', async () => {
    const { ann, ben, at, board, other } = await scene();
    const { key } = other;
    expect((await ben.post(at('/ticket'))).body).toMatchObject({ role: 'editor' });
    expect((await ben.post(at('/ticket'), { key })).body).toMatchObject({ role: 'editor' });
    expect((await ann.post(at('/ticket'), { key: board.view.key })).body).toMatchObject({ role: 'owner' });
  });

  test('is worth nothing once nothing is left', async () => {
    const { ben, board, first, other, turnOff, brings } = await scene();
    const tickets = [await ben.ticket(board.id), await ben.ticket(board.id, other)];
    await turnOff(first);
    await turnOff(other);
    for (const ticket of tickets) expect(await (await brings(ticket)).closed).toEqual(closeOf('REVOKED'));
  });
});
