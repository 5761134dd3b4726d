import type { Page } from 'playwright-core';
import type { Browsing } from '../canvas/browser.ts';
import { home } from '../config.ts';
import { longestTask } from '../longest-task.ts';

declare global {
  interface Window {
    /** ms of each task that held the page up longer than 50 ms, since the list was there. */
    longTasks: number[];
    usable: Promise<number>;
  }
}

const cookieOf = (cookie: string, url: string) => {
  const [name = '', ...value] = cookie.split('=');
  return { name, value: value.join('='), url };
};

/** A page of a person, with nothing cached. */
const pageOf = async (browser: Browsing, url: string, cookie: string): Promise<Page> => {
  const page = await browser.page();
  await page.context().addCookies([cookieOf(cookie, url)]);
  return page;
};

/** ms from the navigation until rows are there that can be pressed and the search takes letters. */
export const usable = async (browser: Browsing, url: string, cookie: string): Promise<number> => {
  const page = await pageOf(browser, url, cookie);
  await page.addInitScript(() => {
    window.usable = new Promise((resolve) => {
      const look = (): void => {
        const row = document.querySelector('a.home-open');
        const field = document.querySelector<HTMLInputElement>('input[type=search]');
        const box = row?.getBoundingClientRect();
        const there = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (field !== null && there && row?.contains(there)) resolve(performance.now());
        else requestAnimationFrame(look);
      };
      look();
    });
  });
  await page.goto(`${url}/boards`);
  const ms = await page.evaluate(() => window.usable);
  // That it is true.
  await page.getByRole('searchbox').pressSequentially('ab');
  if ((await page.getByRole('searchbox').inputValue()) !== 'ab') throw new Error('the search takes no letters');
  await page.context().close();
  return ms;
};

export interface Scrolled {
  readonly rows: number;
  /** ms of each task of more than 50 ms. */
  readonly longTasks: readonly number[];
  /** ms of the page's thread that its longest task took: what else the machine does is no part of that. */
  readonly longestCpu: number;
  readonly seconds: number;
}

/** Scrolls a list from its top to its bottom, page by page as it comes. */
export const scrolled = async (browser: Browsing, url: string, cookie: string): Promise<Scrolled> => {
  const page = await pageOf(browser, url, cookie);
  await page.goto(`${url}/boards`);
  await page.locator('a.home-open').first().waitFor();
  await page.waitForLoadState('networkidle');
  const tracer = page.context().browser();
  await tracer?.startTracing(page, { categories: ['toplevel'] });
  const found = await page.evaluate(
    ({ step, rows, patience }) =>
      new Promise<{ longTasks: number[]; seconds: number; rows: number }>((resolve, reject) => {
        const longTasks: number[] = [];
        const watch = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longTasks.push(duration);
        });
        watch.observe({ type: 'longtask' });
        const list = document.querySelector('.home');
        const begun = performance.now();
        const go = (): void => {
          if (list === null) return;
          const last = Number(document.querySelector('.home-row:last-child')?.ariaPosInSet ?? 0);
          const isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
          if (isAtEnd && last >= rows) {
            // What is observed comes a task later.
            setTimeout(() => {
              watch.disconnect();
              resolve({ longTasks, seconds: (performance.now() - begun) / 1_000, rows: last });
            }, 500);
            return;
          }
          const failed = document.querySelector('[role=alert]')?.textContent;
          if (failed || performance.now() - begun > patience) {
            reject(new Error(`the list ends with row ${last}: ${failed ?? 'too slow'}`));
            return;
          }
          list.scrollTop += step;
          // Once the frame is painted: nothing that is read above then has to be laid out for it.
          requestAnimationFrame(() => setTimeout(go));
        };
        go();
      }),
    { step: home.scrollStep, rows: home.boards.many, patience: 120_000 },
  );
  const trace = await tracer?.stopTracing();
  await page.context().close();
  return { ...found, longestCpu: trace === undefined ? Number.NaN : longestTask(trace) };
};
