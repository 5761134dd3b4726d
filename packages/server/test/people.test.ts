import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { closeOf, edit, frames } from './support/line.ts';
import { type Link, type NewBoard, person, synced } from './support/person.ts';
import { serve } from './support/server.ts';

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly role: string | null;
  readonly membership: string | null;
  readonly usualRole: string | null;
  readonly asks: boolean;
  readonly seenAt: string | null;
  readonly here: boolean;
  readonly links: readonly string[];
}

type Guest = ReturnType<typeof person>;

/** A board of Ann's that Ben has opened by its edit link. */
const shared = async () => {
  const server = await serve();
  const ann = person(server.url);
  const board = await ann.makesBoard('Plan');
  const ben = person(server.url);
  await ben.opens(board.edit);
  const { id } = (await ben.get('/api/session')).body;
  const at = (path: string) => `/api/boards/${board.id}${path}`;
  return { server, ann, ben, id, board, at };
};

const peopleOf = async (owner: Guest, { id }: NewBoard): Promise<readonly Listed[]> =>
  JSON.parse((await owner.get(`/api/boards/${id}/people`)).text).people;

describe('the people of a board', () => {
  test('are listed for its owner: who is here, who was, and what they may do', async () => {
    const { server, ann, ben, id, board, at } = await shared();
    const cas = person(server.url);
    await cas.opens(board.view);
    const line = await ben.connects(board.id);
    await line.hears('role');
    const people = await peopleOf(ann, board);
    expect(people).toHaveLength(2);
    const { view, edit: editing } = board;
    const named = { role: 'editor', membership: null, here: true, links: [editing.id] };
    expect(people.find((one) => one.id === id)).toMatchObject(named);
    expect(people.find((one) => one.id !== id)).toMatchObject({
      role: 'viewer',
      here: false,
      links: [view.id],
      name: expect.any(String),
    });
    await ann.delete(at(`/links/${view.id}`));
    expect((await peopleOf(ann, board)).find((one) => one.id !== id)).toMatchObject({ role: null, links: [] });
    expect((await ben.get(at('/people'))).status).toBe(403);
    expect((await person(server.url).get(at('/people'))).status).toBe(404);
  });

  test('get another role from the owner at once, and keep it when their link is turned off', async () => {
    const { ann, ben, id, board, at } = await shared();
    const drawing = await ben.connects(board.id);
    expect(await drawing.hears('role')).toMatchObject({ role: 'editor' });
    expect((await ann.put(at(`/people/${id}`), { role: 'viewer' })).status).toBe(204);
    expect(await drawing.closed).toEqual(closeOf('ROLE_CHANGED'));
    const looking = await ben.connects(board.id);
    expect(await looking.hears('role')).toMatchObject({ role: 'viewer' });
    looking.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    expect(await looking.closed).toEqual(closeOf('FORBIDDEN'));
    await ann.put(at(`/people/${id}`), { role: 'editor' });
    await ann.delete(at(`/links/${board.edit.id}`));
    expect((await ben.get(at(''))).body.role).toBe('editor');
    expect((await peopleOf(ann, board))[0]).toMatchObject({ id, role: 'editor', membership: 'editor' });
    await ben.post(at('/leave'));
    expect((await ben.get(at(''))).status).toBe(404);
  });

  test('who were given less than their link gives have no more when they leave and come back', async () => {
    const { ann, ben, id, board, at } = await shared();
    await ann.put(at(`/people/${id}`), { role: 'viewer' });
    await ben.post(at('/leave'));
    expect((await ben.get(at(''))).status).toBe(404);
    expect((await ben.opens(board.edit)).body.role).toBe('viewer');
    expect((await ben.post(at('/ticket'), { key: board.edit.key })).body.role).toBe('viewer');
    expect((await peopleOf(ann, board))[0]).toMatchObject({ id, role: 'viewer', membership: 'viewer' });
    await ann.put(at(`/people/${id}`), { role: 'editor' });
    expect((await ben.get(at(''))).body.role).toBe('editor');
  });

  test('are sent away: their sockets end, and no link lets them in, by cookie or by ticket', async () => {
    const { server, ann, ben, id, board, at } = await shared();
    const line = await ben.connects(board.id);
    await line.hears('role');
    const ticket = await ben.ticket(board.id, board.view);
    expect((await ann.delete(at(`/people/${id}`))).status).toBe(204);
    expect(await line.closed).toEqual(closeOf('SENT_AWAY'));
    expect((await ben.opens(board.edit)).status).toBe(404);
    expect((await ben.get(at('/document'))).status).toBe(404);
    expect((await ben.post(at('/ticket'), { key: board.view.key })).status).toBe(403);
    const late = await ben.connects(board.id, { ticket, gesso: '1' });
    expect(await late.closed).toEqual(closeOf('REVOKED'));
    expect(await peopleOf(ann, board)).toMatchObject([{ id, role: null, membership: 'none', here: false }]);
    // Others come in by the same link, and the person themselves once the owner says so.
    expect((await person(server.url).opens(board.edit)).status).toBe(200);
    await ann.put(at(`/people/${id}`), { role: 'viewer' });
    expect((await ben.get(at(''))).body.role).toBe('viewer');
  });

  test('cannot be changed by others, nor the owner by anybody', async () => {
    const { server, ann, ben, id, board, at } = await shared();
    const cas = person(server.url);
    await cas.opens(board.view);
    const own = (await ann.get('/api/session')).body.id;
    for (const guest of [ben, cas]) {
      expect((await guest.put(at(`/people/${id}`), { role: 'editor' })).status).toBe(403);
      expect((await guest.delete(at(`/people/${own}`))).status).toBe(403);
      expect((await guest.post(at('/owner'), { person: id })).status).toBe(403);
      expect((await guest.put(at('/drawing'), { by: 'owner' })).status).toBe(403);
    }
    expect((await ann.delete(at(`/people/${own}`))).status).toBe(404);
    expect((await ann.put(at('/people/stranger'), { role: 'editor' })).status).toBe(404);
    expect((await ann.put(at(`/people/${id}`), { role: 'owner' })).status).toBe(400);
    const other = await ben.makesBoard();
    expect((await ann.delete(`/api/boards/${other.id}/people/${id}`)).status).toBe(404);
  });
});

test('while only the owner draws nobody else does, and everybody again afterwards', async () => {
  const { server, ann, ben, board, at } = await shared();
  const script = person(server.url);
  const lines = [await ben.connects(board.id), await ann.connects(board.id)];
  const [bens, anns] = lines;
  for (const line of lines) await line.hears('role');
  expect((await ann.put(at('/drawing'), { by: 'owner' })).status).toBe(204);
  expect(await bens?.closed).toEqual(closeOf('ROLE_CHANGED'));
  const back = await ben.connects(board.id);
  expect(await back.hears('role')).toMatchObject({ role: 'commenter' });
  expect((await script.post(at('/ticket'), { key: board.edit.key })).body.role).toBe('commenter');
  expect((await ben.put(at('/document'), edit(new Y.Doc(), 'element-0001'))).status).toBe(403);
  expect((await ben.get(at(''))).body).toMatchObject({ ownerDraws: true });
  expect((await peopleOf(ann, board))[0]).toMatchObject({ role: 'commenter', usualRole: 'editor' });
  anns?.send(frames.update(edit(new Y.Doc(), 'element-0002')));
  await anns?.hears('saved');
  await ann.put(at('/drawing'), { by: 'everybody' });
  expect(await back.closed).toEqual(closeOf('ROLE_CHANGED'));
  const again = await ben.connects(board.id);
  expect(await again.hears('role')).toMatchObject({ role: 'editor' });
});

test('a board is handed over to a person who was on it; its owner of before stays as an editor', async () => {
  const { server, ann, ben, id, board, at } = await shared();
  const line = await ben.connects(board.id);
  await line.hears('role');
  expect((await ann.post(at('/owner'), { person: 'stranger' })).status).toBe(404);
  const script = person(server.url);
  const embedded = await script.stock(board.id, board.view);
  await synced(embedded);
  const [visitor] = (await peopleOf(ann, board)).filter((one) => one.id.startsWith('visitor-'));
  expect(visitor).toMatchObject({ role: 'viewer', links: [board.view.id] });
  expect((await ann.post(at('/owner'), { person: visitor?.id })).status).toBe(404);
  expect((await ann.post(at('/owner'), { person: id })).status).toBe(204);
  expect(await line.closed).toEqual(closeOf('ROLE_CHANGED'));
  expect((await ben.get(at(''))).body.role).toBe('owner');
  expect((await ann.get(at(''))).body.role).toBe('editor');
  expect((await ann.delete(at(`/links/${board.view.id}`))).status).toBe(403);
  expect((await ben.get('/api/boards')).body.boards).toMatchObject([{ id: board.id, role: 'owner' }]);
});

test('a board is not handed over to a guest who does not come back', async () => {
  const { server, ann, ben, id, board, at } = await shared();
  const [cas, desk] = [person(server.url), person(server.url)];
  await cas.opens(board.edit);
  const joined = (await cas.get('/api/session')).body.id;
  await desk.get('/api/session');
  await cas.post('/api/session/take', { key: (await desk.post('/api/session/move')).body.key });
  expect((await ann.post(at('/owner'), { person: joined })).status).toBe(404);
  await ben.post('/api/session/rotate');
  await ben.delete('/api/session');
  expect((await ann.post(at('/owner'), { person: id })).status).toBe(404);
  expect((await ann.get(at(''))).body.role).toBe('owner');
});

test('a board is handed over to a guest whose session goes on under another secret', async () => {
  const { ann, ben, id, at } = await shared();
  await ben.post('/api/session/rotate');
  expect((await ann.post(at('/owner'), { person: id })).status).toBe(204);
  expect((await ben.get(at(''))).body.role).toBe('owner');
});

test('a viewer asks to draw: the owner who is here hears by whom, and nobody else does', async () => {
  const { server, ann, ben, board, at } = await shared();
  const cas = person(server.url);
  await cas.opens(board.view);
  const { id, name } = (await cas.get('/api/session')).body;
  expect(JSON.parse((await cas.post(at('/ask'))).text)).toEqual({ heard: false });
  // Who asked while the owner was away is told of when they come.
  const [anns, bens] = [await ann.connects(board.id), await ben.connects(board.id)];
  await Promise.all([anns.hears('role'), bens.hears('role')]);
  expect(await anns.hears('notice')).toMatchObject({ code: 'STILL_ASKS', person: { id, name } });
  expect(JSON.parse((await cas.post(at('/ask'))).text)).toEqual({ heard: true });
  expect(await anns.hears('notice')).toMatchObject({ code: 'ASKS_TO_EDIT', person: { id, name } });
  anns.send(frames.update(edit(new Y.Doc(), 'element-0001')));
  await bens.hears('update');
  expect(bens.heard.some(({ type }) => type === 'notice')).toBe(false);
});

test('an owner who comes is told of the last who asks and can still be let in', async () => {
  const { server, ann, board, at } = await shared();
  const second = (await ann.post(at('/links'), { role: 'viewer' })).body as Link;
  const names: string[] = [];
  for (const link of [board.view, second]) {
    const guest = person(server.url);
    await guest.opens(link);
    names.push((await guest.get('/api/session')).body.name);
    await guest.post(at('/ask'));
  }
  await ann.delete(at(`/links/${second.id}`));
  const line = await ann.connects(board.id);
  expect(await line.hears('notice')).toMatchObject({ code: 'STILL_ASKS', person: { name: names[0] } });
});

test('who asks to draw does so until the owner answers, or what they may do changes', async () => {
  const { server, ann, ben, board, at } = await shared();
  const [cas, dan] = [person(server.url), person(server.url)];
  const asking = async () => (await peopleOf(ann, board)).filter(({ asks }) => asks).map((one) => one.id);
  const ids: string[] = [];
  for (const guest of [cas, dan]) {
    await guest.opens(board.view);
    const { id } = (await guest.get('/api/session')).body;
    ids.push(id);
    await guest.post(at('/ask'));
  }
  const [first = '', second = ''] = ids;
  expect((await asking()).sort()).toEqual([...ids].sort());
  const line = await cas.connects(board.id);
  await line.hears('role');
  expect((await ben.delete(at(`/people/${first}/ask`))).status).toBe(403);
  expect((await ann.delete(at(`/people/${first}/ask`))).status).toBe(204);
  expect(await line.hears('notice')).toMatchObject({ code: 'SAID_NOT_NOW' });
  expect((await ann.delete(at(`/people/${first}/ask`))).status).toBe(404);
  expect(await asking()).toEqual([second]);
  await ann.put(at(`/people/${second}`), { role: 'editor' });
  expect(await asking()).toEqual([]);
  // By another link they may draw as well: then nobody waits.
  await cas.post(at('/ask'));
  expect(await asking()).toEqual([first]);
  await cas.opens(board.edit);
  expect(await asking()).toEqual([]);
});

describe('a link for so many people', () => {
  test('lets in no more than those, who come back as often as they like', async () => {
    const { server, ann, board, at } = await shared();
    const made = (await ann.post(at('/links'), { role: 'viewer', maxUses: 2 })).body;
    expect(made).toMatchObject({ uses: 0, maxUses: 2 });
    const [cas, dan, eve] = [person(server.url), person(server.url), person(server.url)];
    expect((await cas.opens(made)).status).toBe(200);
    expect((await cas.opens(made)).status).toBe(200);
    const script = person(server.url);
    const first = await script.post(at('/ticket'), { key: made.key });
    expect(first.status).toBe(200);
    // The same script connects as often as it has to.
    const proof = { 'gesso-visitor': first.headers.get('gesso-visitor') ?? '' };
    expect((await script.post(at('/ticket'), { key: made.key }, proof)).status).toBe(200);
    expect((await dan.opens(made)).body.code).toBe('LINK_USED_UP');
    expect((await eve.post(at('/ticket'), { key: made.key })).body.code).toBe('LINK_USED_UP');
    expect((await cas.opens(made)).status).toBe(200);
    const { links } = (await ann.get(at('/links'))).body;
    expect(links.find(({ id }) => id === made.id)).toMatchObject({ uses: 2, maxUses: 2 });
    expect((await ann.post(at('/links'), { role: 'viewer', maxUses: 0 })).status).toBe(400);
    expect((await dan.opens(board.view)).status).toBe(200);
  });

  test('lets in as many when they all come at once', async () => {
    const { server, ann, at } = await shared();
    const made = (await ann.post(at('/links'), { role: 'viewer', maxUses: 3 })).body;
    const replies = await Promise.all(Array.from({ length: 8 }, () => person(server.url).opens(made)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
  });
});
