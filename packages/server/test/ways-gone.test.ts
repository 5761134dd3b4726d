import { afterEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Rooms } from '../src/rooms/rooms.ts';
import type { Timers } from '../src/timers.ts';
import { edit, frames } from './support/frames.ts';
import { impatient } from './support/rooms.ts';
import { server, turns } from './support/servers.ts';

/** How long nobody waits for an answer (ms). */
const patienceMs = 500;

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** A question whether somebody may return that is answered by the test, and how often it was asked. */
const question = () => {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const asked = { count: 0 };
  const mayReturn = (): Promise<boolean> => {
    asked.count++;
    return promise;
  };
  return { asked, mayReturn, answer: resolve, fail: reject };
};

/** A board on which three people are by one link, and one by another. Nobody waits longer than until `late` is called. */
const scene = async () => {
  const late: (() => void)[] = [];
  const timers: Timers = {
    ...impatient,
    after(ms, work) {
      if (ms !== patienceMs) return impatient.after(ms, work);
      late.push(work);
      return () => undefined;
    },
  };
  const { rooms, arrive, end, elements } = server({ timers });
  ended.push(end);
  const questions = [question(), question(), question()];
  const pages = await Promise.all(
    questions.map(({ mayReturn }, i) => arrive(`person-${i}`, { link: 'l', until: 1, mayReturn })),
  );
  const dan = await arrive('dan', { link: 'k' });
  const codes = () => pages.map(({ closed }) => closed);
  const turnOff = () => rooms.closeWay('board', { of: 'link', link: 'l' });
  return {
    rooms,
    arrive,
    elements,
    questions,
    pages,
    dan,
    codes,
    turnOff,
    late() {
      for (const one of late.splice(0)) one();
    },
  };
};

describe('while it is found out who of those whose way is gone may return', () => {
  test('all are asked at once, none of them is told anything more, and nothing they send is taken', async () => {
    const { rooms, elements, questions, pages, dan, codes, turnOff } = await scene();
    const over = turnOff();
    expect(questions.map(({ asked }) => asked.count)).toEqual([1, 1, 1]);
    expect(rooms.connections).toBe(1);
    const before = pages.map(({ heard }) => heard.length);
    pages[2]?.receive(frames.update(edit(new Y.Doc(), 'element-0001')));
    dan.receive(frames.update(edit(new Y.Doc(), 'element-0002')));
    await turns();
    expect(await elements()).toHaveLength(1);
    expect(pages.map(({ heard }) => heard.length)).toEqual(before);
    expect(codes()).toEqual([[], [], []]);
    questions[0]?.answer(true);
    questions[1]?.answer(false);
    questions[2]?.fail(new Error('the database is away'));
    await over;
    expect(codes()).toEqual([['ROLE_CHANGED'], ['REVOKED'], ['ROLE_CHANGED']]);
    expect(dan.closed).toEqual([]);
  });

  test('a person who comes by what the link gives now stays', async () => {
    const { arrive, questions, turnOff, codes } = await scene();
    const over = turnOff();
    const late = await arrive('late', { link: 'l' });
    for (const { answer } of questions) answer(true);
    await over;
    expect(late.closed).toEqual([]);
    expect(codes()).toEqual([['ROLE_CHANGED'], ['ROLE_CHANGED'], ['ROLE_CHANGED']]);
  });

  test('one who takes another name is told the same as without it', async () => {
    const { rooms, questions, turnOff, codes } = await scene();
    const over = turnOff();
    rooms.rename({ person: { id: 'person-0', name: 'Anna', color: '#abcdef' }, colorChosen: true });
    for (const { answer } of questions) answer(false);
    await over;
    expect(codes()).toEqual([['REVOKED'], ['REVOKED'], ['REVOKED']]);
  });

  test('the time that is over for them is not looked at twice', async () => {
    const { rooms, questions, codes } = await scene();
    const look = (): ReturnType<Rooms['closeWayHere']> => rooms.closeWayHere('board', ({ until = 2 }) => until <= 1);
    const looks = [look(), look()];
    expect(questions.map(({ asked }) => asked.count)).toEqual([1, 1, 1]);
    for (const { answer } of questions) answer(false);
    await Promise.all(looks);
    expect(codes()).toEqual([['REVOKED'], ['REVOKED'], ['REVOKED']]);
  });

  test('nobody waits for a database that does not answer: they come back and are told then', async () => {
    const { questions, turnOff, codes, late } = await scene();
    questions[1]?.answer(false);
    const over = turnOff();
    await turns();
    late();
    await over;
    expect(codes()).toEqual([['ROLE_CHANGED'], ['REVOKED'], ['ROLE_CHANGED']]);
  });
});
