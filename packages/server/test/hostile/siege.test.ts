import { expect, test } from 'vitest';
import { prepare } from './oracle.ts';
import { sieges } from './sieges.ts';

test('a server besieged from all sides for as long as it takes sends everybody away, and its other boards do not notice', async () => {
  const ground = await prepare();
  const outcomes = await Promise.all(
    sieges.map(async (siege) => ({ expected: [siege.answer].flat(), ...(await ground.suffer(siege)) })),
  );
  for (const { answers, expected, untouched, neighbor } of outcomes) {
    for (const answer of answers) expect(expected).toContainEqual(answer);
    expect(untouched).toBe(true);
    expect(neighbor.lost).toBeUndefined();
    expect(neighbor.worst).toBeLessThan(500);
  }
  expect(ground.server.child.exitCode).toBeNull();
}, 60_000);
