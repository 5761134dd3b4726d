import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';

/** A person comes back to a board in the browser that has it, as it was the day before: nothing of the app is awake. */

declare global {
  interface Window {
    /** Whether a stroke can be drawn, and whether there is ink on the screen: ms since the navigation began. */
    pressed: Promise<number>;
    inked: Promise<number>;
  }
}

/** ms since the navigation began. */
export interface Visit {
  /** Strokes are listened to, and a canvas shows them. */
  readonly interactive: number;
  /** The board's ink is on the screen. */
  readonly ink: number;
}

/** Longest wait for something to show (ms). */
const patience = 20_000;

/** Waits until a condition holds in a page. */
const until = async (page: Page, what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const begun = performance.now();
  while (!(await page.evaluate(holds))) {
    if (performance.now() - begun > patience) throw new Error(`${what}: not within ${patience} ms`);
    await delay(20);
  }
};

/** Notes when a page of these is interactive and when it shows ink. */
export const watchStarts = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const surface = (): boolean => document.querySelector('.surface canvas') !== null;
    const small = new OffscreenCanvas(480, 300).getContext('2d', { willReadFrequently: true });
    /** Whether the middle of the screen shows anything darker than the dots of the grid. */
    const hasInk = (): boolean => {
      if (small === null || !surface()) return false;
      small.fillStyle = '#fff';
      small.fillRect(0, 0, 480, 300);
      // One without a size yet is nothing that could be drawn from.
      for (const sheet of document.querySelectorAll('canvas')) if (sheet.width > 0) small.drawImage(sheet, -480, -300);
      const { data } = small.getImageData(0, 0, 480, 300);
      for (let i = 0; i < data.length; i += 4)
        if ((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0) < 420) return true;
      return false;
    };
    const when = (holds: () => boolean, again: (look: () => void) => unknown): Promise<number> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (holds()) resolve(performance.now());
          else again(look);
        };
        look();
      });
    window.pressed = when(
      () => window.gesso !== undefined && surface(),
      (look) => setTimeout(look, 1),
    );
    window.inked = when(hasInk, requestAnimationFrame);
  });

/** Opens a board for the first time in this browser, and leaves once all that the next visit needs is on the device. */
export const visitFirst = async (
  context: BrowserContext,
  address: string,
  camera: { readonly x: number; readonly y: number; readonly zoom: number },
): Promise<void> => {
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate(async (first) => {
    await window.gesso?.ready;
    window.gesso?.camera.set(first);
    await window.gesso?.settled();
    await navigator.serviceWorker.ready;
  }, camera);
  await until(page, 'the app is kept', () => navigator.serviceWorker.controller !== null);
  await page.close({ runBeforeUnload: true });
};

/** Opens it again, and sees that the copy on the device has all of its `elements`. */
export const visitAgain = async (context: BrowserContext, address: string, elements: number): Promise<Visit> => {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await page.goto(address);
  const visit = await page.evaluate(async () => ({ interactive: await window.pressed, ink: await window.inked }));
  const count = await page.evaluate(async () => {
    await window.gesso?.ready;
    return window.gesso?.board.elements().length;
  });
  if (count !== elements) throw new Error(`the copy has ${count} elements, not ${elements}`);
  await page.close();
  return visit;
};
