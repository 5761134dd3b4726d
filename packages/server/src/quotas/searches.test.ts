import { expect, test } from 'vitest';
import { createSearches } from './searches.ts';

const tooMany = expect.objectContaining({ code: 'RATE_LIMITED' });

/** A walk that goes on until it is ended. */
const walks = () => {
  const searches = createSearches(() => 0);
  const begun: string[] = [];
  const walk = (person: string, name = person) => {
    const end = Promise.withResolvers<void>();
    const done = searches.walk(person, async () => {
      begun.push(name);
      await end.promise;
    });
    return { done, end: end.resolve, fail: end.reject };
  };
  /** Lets all that can begin do so. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { begun, walk, settle };
};

test('a person walks once at a time, and the next begins where the one before ended or failed', async () => {
  const { begun, walk, settle } = walks();
  const [first, second, third] = [walk('ann', 'first'), walk('ann', 'second'), walk('ann', 'third')];
  await settle();
  expect(begun).toEqual(['first']);
  first.end();
  await first.done;
  await settle();
  expect(begun).toEqual(['first', 'second']);
  second.fail(new Error('broken'));
  await expect(second.done).rejects.toThrow('broken');
  third.end();
  await third.done;
});

test('few people walk at a time, and one with many that wait holds up nobody', async () => {
  const { begun, walk, settle } = walks();
  const anns = Array.from({ length: 9 }, () => walk('ann'));
  await expect(walk('ann').done).rejects.toEqual(tooMany);
  const others = ['ben', 'cas', 'dan', 'eve'].map((name) => walk(name));
  await settle();
  expect(begun).toEqual(['ann', 'ben', 'cas', 'dan']);
  others[0]?.end();
  await others[0]?.done;
  await settle();
  expect(begun).toEqual(['ann', 'ben', 'cas', 'dan', 'eve']);
  for (const one of [...anns, ...others]) one.end();
  await Promise.all([...anns, ...others].map(({ done }) => done));
});

test('a person has so many searches, which come back with time', () => {
  let at = 0;
  const searches = createSearches(() => at);
  for (let n = 0; n < 120; n++) searches.admit('ann');
  expect(() => searches.admit('ann')).toThrow(tooMany);
  searches.admit('ben');
  at += 1_000;
  searches.admit('ann');
});
