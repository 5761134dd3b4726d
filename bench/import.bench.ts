import { openBrowser } from './canvas/browser.ts';
import { importing } from './config.ts';
import { startGesso } from './gesso.ts';
import { drop, type Opening } from './import/drop.ts';
import { sceneFile } from './import/scene-file.ts';
import type { Row } from './row.ts';
import { say } from './say.ts';
import { median } from './statistics.ts';

/** How long a large file of Excalidraw takes to be on the board, and whether the page goes on meanwhile. */
export const importBench = async (): Promise<readonly Row[]> => {
  const server = await startGesso();
  const browser = await openBrowser();
  try {
    const file = sceneFile();
    const openings: Opening[] = [];
    for (let i = 0; i < importing.runs; i += 1) {
      const { path } = await server.newBoard();
      openings.push(await drop(browser, `${server.url}${path}`, file));
    }
    const name = `${(file.text.length / 1e6).toFixed(1)} MB of Excalidraw`;
    const note = `median of ${importing.runs}; ${openings[0]?.brought} elements of ${file.elements} of ${file.isReal ? 'a real lecture' : 'seeded ink'}`;
    const figure = (what: string, read: (opening: Opening) => number, more: Partial<Row> = {}): Row => ({
      ...{ name: `${name}: ${what}`, value: median(openings.map(read)), unit: 'ms' },
      ...more,
    });
    return say([
      figure('all on the board', ({ whole }) => whole, { goal: importing.whole, note }),
      figure('longest frame', ({ frame }) => frame, { goal: importing.frame, note: 'until all is painted as well' }),
      figure('longest task, CPU of its thread', ({ task }) => task),
      figure('CPU of all processes of the browser', ({ cpu }) => 1_000 * cpu, { note: 'until all is painted' }),
    ]);
  } finally {
    await browser.close();
    await server.stop();
  }
};
