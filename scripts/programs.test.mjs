import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { systemThenPackage } from './programs.mjs';

test('two packages that are asked for at once are installed one after the other, and one that fails holds up nobody', async () => {
  const told = [];
  const run = async (_command, [what, ...rest]) => {
    const name = `${what} ${rest.at(-1)}`;
    told.push(name);
    await setImmediate();
    told.push(`end of ${name}`);
    if (name === 'install broken') throw new Error('no such package');
    return 0;
  };
  const installOf = (debian) => systemThenPackage(run, () => undefined, debian)[1].install();
  const [broken, other] = await Promise.allSettled([installOf('broken'), installOf('other')]);
  expect([broken.status, other.status]).toEqual(['rejected', 'fulfilled']);
  expect(told).toEqual(
    ['update -qq', 'install broken', 'update -qq', 'install other'].flatMap((name) => [name, `end of ${name}`]),
  );
});
