import { readFileSync } from 'node:fs';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { canvas } from '../config.ts';

/** A browser of its own, so that its processes' time is one subject's time. */
export interface Browsing {
  /** A page with fresh storage. */
  page(): Promise<Page>;
  /** CPU seconds of all the browser's processes so far. */
  cpuSeconds(): Promise<number>;
  /** MiB of the largest renderer's proportional set size; undefined where the system does not tell. */
  rendererMiB(): Promise<number | undefined>;
  close(): Promise<void>;
}

const cpuOf = async (session: CDPSession): Promise<number> => {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
};

/** The share of a process in physical memory, what is shared divided among those who share it (MiB). Linux only. */
const pssOf = (pid: number): number => {
  try {
    const kB = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kB ?? 0) / 1_024;
  } catch {
    return 0;
  }
};

const memoryOf = async (session: CDPSession): Promise<number | undefined> => {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const most = Math.max(0, ...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => pssOf(id)));
  return most > 0 ? most : undefined;
};

const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(process.env['CHROMIUM_PATH'] ? { executablePath: process.env['CHROMIUM_PATH'] } : {}),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export const openBrowser = async (): Promise<Browsing> => {
  const browser = await launch();
  const session = await browser.newBrowserCDPSession();
  return {
    async page() {
      const context = await browser.newContext({ viewport: canvas.viewport, deviceScaleFactor: 1 });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(`  the page failed: ${error.message}`));
      return page;
    },
    cpuSeconds: () => cpuOf(session),
    rendererMiB: () => memoryOf(session),
    close: () => browser.close(),
  };
};
