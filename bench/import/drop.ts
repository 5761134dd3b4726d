import type { Page } from 'playwright-core';
import type { Browsing } from '../canvas/browser.ts';
import { longestTask } from '../longest-task.ts';
import type { SceneFile } from './scene-file.ts';

/** What opening a file was like. */
export interface Opening {
  /** ms from letting go of the file until the page says that all of it is on the board, and how many elements that are. */
  readonly whole: number;
  readonly brought: number;
  /** The longest time from one frame to the next meanwhile, and until all is painted, ms. */
  readonly frame: number;
  /** The longest task of the page's thread, ms of that thread. */
  readonly task: number;
  /** Seconds of all processes of the browser, until all is painted. */
  readonly cpu: number;
}

declare global {
  interface Window {
    sceneText: string[];
    sceneFile: File;
  }
}

/** Bytes that are sent to the page at a time. */
const piece = 1_000_000;

const handOver = async (page: Page, text: string): Promise<void> => {
  await page.evaluate(() => {
    window.sceneText = [];
  });
  for (let at = 0; at < text.length; at += piece)
    await page.evaluate((part) => void window.sceneText.push(part), text.slice(at, at + piece));
  await page.evaluate(() => {
    window.sceneFile = new File(window.sceneText, 'lecture.excalidraw');
  });
};

/** Drops the file on an empty board, and sees that all of it is there. */
export const drop = async (browser: Browsing, address: string, { text, elements }: SceneFile): Promise<Opening> => {
  const page = await browser.page();
  await page.goto(address);
  await page.evaluate(() => window.gesso?.ready);
  await page.waitForLoadState('networkidle');
  await handOver(page, text);
  const before = await browser.cpuSeconds();
  const tracer = page.context().browser();
  await tracer?.startTracing(page, { categories: ['toplevel'] });
  const found = await page.evaluate(async () => {
    const data = new DataTransfer();
    data.items.add(window.sceneFile);
    const target = document.querySelector('.surface') ?? document.body;
    const toasts = document.querySelector('.toasts');
    let frame = 0;
    let last = performance.now();
    let isDone = false;
    const look = (now: number): void => {
      frame = Math.max(frame, now - last);
      last = now;
      if (!isDone) requestAnimationFrame(look);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(look);
    });
    const begun = performance.now();
    const told = new Promise<{ whole: number; brought: number }>((resolve) => {
      new MutationObserver((_, observer) => {
        const [, count] = /Brought ([\d,]+)/.exec(toasts?.textContent ?? '') ?? [];
        if (count === undefined) return;
        observer.disconnect();
        resolve({ whole: performance.now() - begun, brought: Number(count.replaceAll(',', '')) });
      }).observe(toasts ?? document.body, { childList: true, subtree: true, characterData: true });
    });
    const way = { bubbles: true, cancelable: true, clientX: 640, clientY: 400, dataTransfer: data };
    for (const name of ['dragenter', 'dragover', 'drop']) target.dispatchEvent(new DragEvent(name, way));
    const all = await told;
    await window.gesso?.settled();
    isDone = true;
    return { ...all, frame };
  });
  const cpu = (await browser.cpuSeconds()) - before;
  const trace = await tracer?.stopTracing();
  const count = await page.evaluate(() => window.gesso?.board.elements().length);
  // What is filled there comes with ink that fills it.
  if (count !== found.brought || found.brought < elements)
    throw new Error(
      `the board has ${count} elements, of ${found.brought} that were brought and ${elements} in the file`,
    );
  await page.context().close();
  return { ...found, cpu, task: trace === undefined ? Number.NaN : longestTask(trace) };
};
