import { describe, expect, test } from 'vitest';
import { drawPlan } from './plan.ts';
import { runPlan } from './world.ts';

/** Worlds that every run of the tests looks at; `npm run simulate` looks at thousands. */
const seeds = 100;

describe('simulated worlds', () => {
  test(`${seeds} of them keep every promise`, { timeout: 300_000 }, async () => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const { violation } = await runPlan(drawPlan(seed));
      expect(violation?.message, `seed ${seed}`).toBeUndefined();
    }
  });

  test('the same seed is the same world', async () => {
    const [once, twice] = [await runPlan(drawPlan(7)), await runPlan(drawPlan(7))];
    expect(twice.digest).toBe(once.digest);
    expect(twice.events).toBe(once.events);
  });

  test('an error that nobody catches is the world’s, and does not end the one who runs it', async () => {
    const thrown = await runPlan(drawPlan(1), {
      board: () => {
        throw new Error('thrown by an event');
      },
    });
    expect(thrown.violation?.message).toContain('crash: Error: thrown by an event');
    const inListener = await runPlan(drawPlan(1), {
      board(board) {
        // What a listener of an `EventTarget` throws, Node tells as an uncaught exception.
        const target = new EventTarget();
        target.addEventListener('event', () => {
          throw new Error('thrown by a listener');
        });
        target.dispatchEvent(new Event('event'));
        return board;
      },
    });
    expect(inListener.violation?.message).toContain('crash: Error: thrown by a listener');
    const rejected = await runPlan(drawPlan(1), {
      board(board) {
        void Promise.reject(new Error('rejected, and nobody listens'));
        return board;
      },
    });
    expect(rejected.violation?.message).toContain('crash: Error: rejected, and nobody listens');
  });
});
