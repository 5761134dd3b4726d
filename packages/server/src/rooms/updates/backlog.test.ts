import { describe, expect, test } from 'vitest';
import { createBacklog } from './backlog.ts';

const MiB = 1024 * 1024;
const overloaded = expect.objectContaining({ code: 'OVERLOADED' });

describe('what waits', () => {
  test('of histories, however much, leaves edits of everybody their share', () => {
    const backlog = createBacklog();
    for (const person of ['a', 'b', 'c', 'd', 'e']) backlog.add(person, 16 * MiB, false);
    expect(() => backlog.add('f', 16 * MiB, false)).toThrow(overloaded);
    expect(() => backlog.add('f', 75_000, false)).not.toThrow();
    expect(() => backlog.add('g', 1 * MiB, false)).not.toThrow();
    // Those whose history waits as well.
    expect(() => backlog.add('a', 1 * MiB, false)).not.toThrow();
  });

  test('behind a history takes none of the room that is kept for edits', () => {
    const backlog = createBacklog();
    for (const person of ['a', 'b', 'c', 'd']) {
      backlog.add(person, 16 * MiB, false);
      for (let i = 0; i < 4; i++) backlog.add(person, 1 * MiB, true);
      expect(() => backlog.add(person, 100_000, true)).toThrow(overloaded);
    }
    for (let i = 0; i < 16; i++) expect(() => backlog.add(`p${i}`, 1 * MiB, false)).not.toThrow();
  });

  test('of one person is a quarter at most', () => {
    const backlog = createBacklog();
    backlog.add('a', 16 * MiB, false);
    expect(() => backlog.add('a', 16 * MiB, false)).toThrow(overloaded);
    for (let i = 0; i < 4; i++) backlog.add('a', 1 * MiB, false);
    expect(() => backlog.add('a', 100_000, false)).toThrow(overloaded);
    for (const person of ['b', 'c', 'd']) for (let i = 0; i < 4; i++) backlog.add(person, 1 * MiB, false);
  });

  test('is counted no more when it has been applied', () => {
    const backlog = createBacklog();
    for (let i = 0; i < 100; i++) {
      const done = [
        backlog.add('a', 16 * MiB, false),
        backlog.add('a', 1 * MiB, true),
        backlog.add('a', 1 * MiB, false),
      ];
      for (const release of done) release();
    }
  });
});
