import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { canvas } from '../config.ts';

/** A browser of its own, so that its processes' time is one subject's time. */
export interface Browsing {
  /** A page with fresh storage. */
  page(): Promise<Page>;
  /** CPU seconds of all the browser's processes so far. */
  cpuSeconds(): Promise<number>;
  close(): Promise<void>;
}

const cpuOf = async (session: CDPSession): Promise<number> => {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
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
    close: () => browser.close(),
  };
};
