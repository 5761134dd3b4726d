import { expect, test, vi } from 'vitest';
import type { Bus } from '../src/bus/bus.ts';
import { closeOf, frames, type Line } from './support/line.ts';
import { type NewBoard, person, type Reply, type Someone } from './support/person.ts';
import { newSchema } from './support/postgres.ts';
import { serve } from './support/server.ts';

/** On a machine that may be busy with others. */
const patient = { timeout: 25_000 };

/** A bus that takes everything that is told and gives it to nobody. */
const lost = (bus: Bus): Bus => ({
  stored: () => undefined,
  live: () => undefined,
  presence: () => undefined,
  people: () => undefined,
  opened: () => undefined,
  order: () => undefined,
  spent: () => undefined,
  listen: () => () => true,
  closed: () => undefined,
  connected: true,
  ways: [],
  close: bus.close,
});

/** Two servers on one database that do not hear each other. */
const deafServers = async () => {
  const env = { DATABASE_URL: await newSchema() };
  const [one, other] = await Promise.all([serve(env, { bus: lost }), serve(env, { bus: lost })]);
  return { one: one.url, other: other.url };
};

const ends = async (line: Line, code: Parameters<typeof closeOf>[0]): Promise<void> => {
  expect(await line.closed).toEqual(closeOf(code));
};

/** A person with a page at the other server, who came by a link, and the same person at the first. */
const guest = async (other: string, board: NewBoard, link = board.edit) => {
  const someone = person(other);
  await someone.opens(link);
  const line = await someone.connects(board.id);
  const { you } = await line.hears('role');
  return { someone, line, id: you.id };
};

test('what was turned off or taken on one server is felt on another that hears nothing, and nobody else is sent away', {
  timeout: 60_000,
}, async () => {
  const { one, other } = await deafServers();
  const ann = person(one);
  const board = (): Promise<NewBoard> => ann.makesBoard();
  const on = (id: string, path = ''): string => `/api/boards/${id}${path}`;
  const felt: Promise<void>[] = [];
  const stays: Line[] = [];

  const turnedOff = await board();
  const [ben, cas] = [await guest(other, turnedOff), await guest(other, turnedOff, turnedOff.view)];
  await ann.delete(on(turnedOff.id, `/links/${turnedOff.edit.id}`));
  felt.push(ends(ben.line, 'REVOKED'));
  stays.push(cas.line);

  // Who has a second way in comes back by that.
  const both = await board();
  const dan = await guest(other, both);
  await dan.someone.opens(both.view);
  await ann.delete(on(both.id, `/links/${both.edit.id}`));
  felt.push(ends(dan.line, 'ROLE_CHANGED'));

  const changed = await board();
  const eve = await guest(other, changed);
  await ann.patch(on(changed.id, `/links/${changed.edit.id}`), { role: 'viewer' });
  felt.push(ends(eve.line, 'ROLE_CHANGED'));

  const people = await board();
  const [fay, gil] = [await guest(other, people), await guest(other, people)];
  // The first server finds them once the other has written down who came.
  const done = (ask: () => Promise<Reply>) => vi.waitFor(async () => expect((await ask()).status).toBe(204), patient);
  await done(() => ann.delete(on(people.id, `/people/${fay.id}`)));
  await done(() => ann.put(on(people.id, `/people/${gil.id}`), { role: 'viewer' }));
  felt.push(ends(fay.line, 'SENT_AWAY'), ends(gil.line, 'ROLE_CHANGED'));

  const trashed = await board();
  const hal = await guest(other, trashed);
  await ann.delete(on(trashed.id));
  felt.push(ends(hal.line, 'BOARD_IN_TRASH'));

  // By a ticket of that session as well.
  const session = await board();
  const ivy = await guest(other, session);
  const ticket = await ivy.someone.ticket(session.id);
  const byTicket = await person(other).connects(session.id, { ticket, gesso: '1' });
  await byTicket.hears('role');
  expect((await person(one, ivy.someone.cookie).post('/api/session/rotate')).status).toBe(204);
  felt.push(ends(ivy.line, 'SESSION_RENEWED'), ends(byTicket, 'SESSION_RENEWED'));

  const over = await board();
  const joe = await guest(other, over);
  expect((await person(one, joe.someone.cookie).delete('/api/session')).status).toBe(204);
  felt.push(ends(joe.line, 'SESSION_RENEWED'));

  const drawing = await board();
  const kim = await guest(other, drawing);
  expect((await ann.put(on(drawing.id, '/drawing'), { by: 'owner' })).status).toBe(204);
  felt.push(ends(kim.line, 'ROLE_CHANGED'));

  await Promise.all(felt);
  expect(await (await joe.someone.connects(over.id)).closed).toEqual(closeOf('UNAUTHENTICATED'));
  expect(await (await ben.someone.connects(turnedOff.id)).closed).toEqual(closeOf('NO_SUCH_BOARD'));
  await staysIn(stays, ann, turnedOff);
});

/** Lines that have heard nothing of an end, and go on: each is answered. */
async function staysIn(lines: readonly Line[], owner: Someone, board: NewBoard): Promise<void> {
  for (const line of lines) {
    line.send(frames.step1());
    await line.hears('step2');
  }
  expect((await owner.get(`/api/boards/${board.id}`)).status).toBe(200);
}
