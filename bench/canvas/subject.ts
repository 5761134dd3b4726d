import type { Box } from '@gesso/drawing';
import type { Page } from 'playwright-core';
import { canvas } from '../config.ts';
import type { Camera } from './camera.ts';

/** The part of `window.gesso` that is measured; the baseline has the same. */
export interface Subject {
  readonly ready: Promise<void>;
  readonly camera: { set(camera: Camera): void };
  /** Resolves when everything due is painted. */
  settled(): Promise<void>;
}

/** What else Gesso can do. */
export interface GessoSubject extends Subject {
  readonly board: {
    elements(): { readonly id: string; readonly x: number; readonly y: number }[];
    patch(id: string, props: object): void;
  };
  select(ids: readonly string[]): void;
  tool(name: string): void;
  undo(): void;
  exportBlob(options: object): Promise<Blob>;
}

/** What else the baseline can do. */
export interface BaselineSubject extends Subject {
  recolor(id: string, color: string): void;
  exportPng(box: Box, scale: number): Promise<Blob>;
}

declare global {
  interface Window {
    gesso?: GessoSubject;
    baseline?: BaselineSubject;
    /** The subject once it has loaded, and how long that took. */
    subject: Subject;
    loaded: Promise<Loading>;
    /** Resolves when the frame that is being made has been shown. */
    shown(): Promise<void>;
  }
}

/** ms since the navigation began. */
export interface Loading {
  /** The board's elements are there. */
  readonly open: number;
  /** There is ink on the screen. */
  readonly ink: number;
  /** Everything in view is painted. */
  readonly painted: number;
}

/** One gesture as it was shown. */
export interface Motion {
  /** ms from one frame to the next. */
  readonly frames: readonly number[];
  /** ms from the last camera to a complete picture. */
  readonly sharpAfter: number;
}

/** How much of a picture was ink, seen from where. */
export interface Sight {
  readonly camera: Camera;
  readonly coverage: number;
}

/** Opens an address and shows `camera` as soon as it can. */
export const load = async (page: Page, url: string, camera: Camera): Promise<Loading> => {
  await page.addInitScript((first) => {
    // A frame is shown by the task that runs its callbacks; what a message brings comes after that.
    window.shown = () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(undefined);
      });
    const small = new OffscreenCanvas(480, 300).getContext('2d', { willReadFrequently: true });
    /** Whether the middle of the screen shows anything darker than the dots of the grid. */
    const hasInk = (): boolean => {
      if (small === null) return true;
      small.fillStyle = '#fff';
      small.fillRect(0, 0, 480, 300);
      for (const sheet of document.querySelectorAll('canvas')) small.drawImage(sheet, -480, -300);
      const { data } = small.getImageData(0, 0, 480, 300);
      for (let i = 0; i < data.length; i += 4) {
        if ((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0) < 420) return true;
      }
      return false;
    };
    const inkShown = () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (hasInk()) resolve(performance.now());
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    window.loaded = new Promise((resolve) => {
      const look = async (): Promise<void> => {
        const subject = window.gesso ?? window.baseline;
        if (subject === undefined) {
          setTimeout(look, 1);
          return;
        }
        await subject.ready;
        const open = performance.now();
        subject.camera.set(first);
        const ink = inkShown();
        await subject.settled();
        await window.shown();
        const painted = performance.now();
        window.subject = subject;
        // A page that has nothing in the middle of the screen is not waited for.
        resolve({ open, painted, ink: await Promise.race([ink, painted]) });
      };
      void look();
    });
  }, camera);
  await page.goto(url);
  return await page.evaluate(() => window.loaded);
};

export const show = (page: Page, camera: Camera): Promise<void> =>
  page.evaluate(async (next) => {
    window.subject.camera.set(next);
    await window.subject.settled();
  }, camera);

/** Shows one camera per frame. Cut off after `canvas.phaseSeconds`. */
export const play = (page: Page, cameras: readonly Camera[]): Promise<Motion> =>
  page.evaluate(
    async ({ path, most }) => {
      const frames: number[] = [];
      await new Promise<void>((resolve) => {
        const begun = performance.now();
        let last: number | undefined;
        let next = 0;
        const step = (now: number): void => {
          if (last !== undefined) frames.push(now - last);
          last = now;
          const camera = path[next++];
          if (camera === undefined || now - begun > most) resolve();
          else {
            window.subject.camera.set(camera);
            requestAnimationFrame(step);
          }
        };
        requestAnimationFrame(step);
      });
      const ended = performance.now();
      await window.subject.settled();
      await window.shown();
      return { frames, sharpAfter: performance.now() - ended };
    },
    { path: cameras, most: canvas.phaseSeconds * 1_000 },
  );

/**
 * Plays a path and looks at the picture every few frames, just before the next camera, and once more when it has
 * settled. Not for timing: looking takes time.
 */
export const watch = (page: Page, cameras: readonly Camera[], selector: string): Promise<Sight[]> =>
  page.evaluate(
    async ({ path, every, canvases, faintest }) => {
      const coverage = (): number => {
        const { innerWidth: width, innerHeight: height } = window;
        const g = new OffscreenCanvas(width, height).getContext('2d');
        if (g === null) throw new Error('no canvas');
        g.fillStyle = '#fff';
        g.fillRect(0, 0, width, height);
        for (const canvas of document.querySelectorAll<HTMLCanvasElement>(canvases)) g.drawImage(canvas, 0, 0);
        const { data } = g.getImageData(0, 0, width, height);
        let ink = 0;
        for (let i = 0; i < data.length; i += 4) {
          const dark = 765 - (data[i] ?? 0) - (data[i + 1] ?? 0) - (data[i + 2] ?? 0);
          if (dark >= faintest) ink += dark;
        }
        return ink / 765 / (width * height);
      };
      const seen: { camera: (typeof path)[number]; coverage: number }[] = [];
      await new Promise<void>((resolve) => {
        let next = 0;
        const step = (): void => {
          const shown = path[next - 1];
          if (shown !== undefined && next % every === 0) seen.push({ camera: shown, coverage: coverage() });
          const camera = path[next++];
          if (camera === undefined) resolve();
          else {
            window.subject.camera.set(camera);
            requestAnimationFrame(step);
          }
        };
        requestAnimationFrame(step);
      });
      await window.subject.settled();
      const last = path.at(-1);
      return last === undefined ? seen : [...seen, { camera: last, coverage: coverage() }];
    },
    { path: cameras, every: canvas.lookEvery, canvases: selector, faintest: canvas.faintestInk },
  );
