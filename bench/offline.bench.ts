import type { BrowserContext } from 'playwright-core';
import { openBrowser } from './canvas/browser.ts';
import { inkScene } from './canvas/scene.ts';
import { offline } from './config.ts';
import { startGesso } from './gesso.ts';
import { type Visit, visitAgain, visitFirst, watchStarts } from './offline/visit.ts';
import type { Row } from './row.ts';
import { say } from './say.ts';
import { median } from './statistics.ts';

/** How long a board that is on this device takes to open without its server, beside the same visit with it. */

interface Board {
  readonly address: string;
  readonly strokes: number;
}

const visits = async (context: BrowserContext, { address, strokes }: Board): Promise<Visit[]> => {
  const found: Visit[] = [];
  for (let i = 0; i < offline.visits; i++) found.push(await visitAgain(context, address, strokes));
  return found;
};

const rowsOf = ({ strokes }: Board, without: readonly Visit[], beside: readonly Visit[]): Row[] => {
  const figure = (what: string, read: (visit: Visit) => number, more: Partial<Row> = {}): Row => ({
    name: `${strokes} strokes, second visit without the server: ${what}`,
    value: median(without.map(read)),
    unit: 'ms',
    baseline: median(beside.map(read)),
    ...more,
  });
  const note = `median of ${offline.visits}, the service worker asleep; the baseline is the same visit with the server`;
  return [
    figure('a stroke can be drawn', ({ interactive }) => interactive, { goal: offline.interactive, note }),
    figure("the board's ink is shown", ({ ink }) => ink),
  ];
};

export const offlineBench = async (): Promise<Row[]> => {
  const server = await startGesso();
  const browser = await openBrowser();
  try {
    const context = (await browser.page()).context();
    await watchStarts(context);
    const boards: Board[] = [];
    for (const strokes of offline.strokes) {
      const scene = inkScene(strokes);
      const made = await server.newBoard();
      await made.put(scene.update);
      const address = `${server.url}${made.path}`;
      await visitFirst(context, address, { ...scene.pans[0], zoom: 1 });
      boards.push({ address, strokes });
    }
    const beside: Visit[][] = [];
    for (const board of boards) beside.push(await visits(context, board));
    await server.stop();
    const rows: Row[] = [];
    for (const [i, board] of boards.entries())
      rows.push(...say(rowsOf(board, await visits(context, board), beside[i] ?? [])));
    return rows;
  } finally {
    await browser.close();
    await server.stop();
  }
};
