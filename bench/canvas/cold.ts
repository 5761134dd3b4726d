import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { canvas } from '../config.ts';
import type { Browsing } from './browser.ts';

/** How a person arrives for the first time: nothing cached, a new board. */
export interface Arrival {
  /** kB of script and style, gzip, before the first stroke. */
  readonly download: number;
  /** ms until a stroke can be drawn. */
  readonly interactive: number;
}

/** Longest wait for something to show (ms). */
const patience = 20_000;

const arrive = async (page: Page, url: string, slowDown: number): Promise<Arrival> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  const bodies: Promise<number>[] = [];
  page.on('response', (response) => {
    if (!/\.(?:js|css)$/.test(new URL(response.url()).pathname)) return;
    bodies.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  await page.addInitScript(() => {
    window.pressed = new Promise((resolve) => {
      const look = (): void => {
        // It is there once strokes are listened to, and the canvas once they can be shown.
        if (window.gesso !== undefined && document.querySelector('.surface canvas') !== null)
          resolve(performance.now());
        else setTimeout(look, 1);
      };
      look();
    });
  });
  await page.goto(url);
  const interactive = await page.evaluate(() => window.pressed);
  await page.mouse.move(500, 400);
  await page.mouse.down();
  await page.mouse.move(620, 430);
  await page.mouse.up();
  const begun = performance.now();
  while ((await page.evaluate(() => window.gesso?.board.elements().length)) !== 1) {
    if (performance.now() - begun > patience) throw new Error('the first stroke was not drawn');
    await delay(20);
  }
  const sizes = await Promise.all(bodies);
  return { download: sizes.reduce((sum, size) => sum + size, 0) / 1_000, interactive };
};

/** Arrives several times, each time as a new person. */
export const arrivals = async (browser: Browsing, url: string, slowDown: number): Promise<Arrival[]> => {
  const found: Arrival[] = [];
  for (let i = 0; i < canvas.loads; i++) {
    const page = await browser.page();
    found.push(await arrive(page, url, slowDown));
    await page.context().close();
  }
  return found;
};
