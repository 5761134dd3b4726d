import { ignored } from './answer.ts';
import type { Attack, Costly } from './attack.ts';
import { costlyCounts } from './costly-counts.ts';
import { costlyWork } from './costly-work.ts';

export const costly: readonly Costly[] = [...costlyWork, ...costlyCounts];

/** Each of them on a board that is attacked for real. What was allowed before it stays on that board. */
export const costlyAttacks: readonly Attack[] = costly
  .filter(({ roomOnly }) => roomOnly !== true)
  .map(({ name, role, ground, before, frames: sent, answer }) => ({
    name,
    hazard: 'a few bytes that take seconds to apply stop every board of the server, and every reader of this one',
    answer,
    allowed: true,
    strike: async (scene) => {
      if (ground !== undefined) {
        const line = await scene.owner.connects(scene.board.id);
        const laid = ground();
        for (const frame of laid) line.send(frame);
        await line.hears('saved', ({ count }) => count === laid.length);
        line.close();
      }
      if (role === 'viewer') {
        const line = await (await scene.viewer()).connects(scene.board.id);
        for (const frame of sent()) line.send(frame);
        return { closed: await line.closed };
      }
      if (before !== undefined)
        await scene.bearing(async (line) => {
          const first = before();
          for (const frame of first) line.send(frame);
          await line.hears('saved', ({ count }) => count === first.length);
        });
      return (answer === ignored ? scene.bearing : scene.closing)(({ send }) => {
        for (const frame of sent()) send(frame);
      });
    },
  }));
