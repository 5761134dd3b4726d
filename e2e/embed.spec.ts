import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, FrameLocator } from '@playwright/test';
import { open } from './helpers/board-page.ts';
import { desk, phone } from './helpers/context-menu.ts';
import { give, plainPng } from './helpers/pictures.ts';
import { startServer } from './helpers/server.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

/** A page of another site, with this in it. To a browser `localhost` is another site than the address the board has. */
const siteWith = async (browser: Browser, code: string, options: object = desk) => {
  const site = createServer((_request, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end(`<!doctype html><title>Site</title><h1>Our plan</h1>${code}`);
  });
  await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve));
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
  const close = async () => {
    await context.close();
    site.close();
  };
  const [, inner] = page.frames();
  return { page, context, frame: page.frameLocator('iframe'), inner, close };
};

const status = (frame: FrameLocator) => frame.locator('.status');

test('a board is shown in a page of another site, drawn on there, and found again after the server was away', async ({
  browser,
}) => {
  const server = await startServer();
  const ada = await open(browser, server.url);
  await ada.draw([
    [300, 300],
    [500, 420],
  ]);
  await give(
    ada.page,
    'drop',
    [{ name: 'red.png', type: 'image/png', bytes: plainPng(200, 200, [220, 20, 20]) }],
    [640, 300],
  );
  await ada.has(2);
  await ada.sees('saved');
  await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
  const card = ada.page.getByRole('region', { name: 'Can edit' });
  await card.getByRole('button', { name: 'Embed' }).click();
  expect(await violationsOn(ada.page)).toEqual([]);
  const code = await card.getByRole('textbox').inputValue();
  await ada.page.keyboard.press('Escape');

  const { page, context, frame, inner, close } = await siteWith(browser, code);
  await expect(status(frame)).toHaveAttribute('data-sync', 'saved');
  // No cookie came of it, and nothing stays behind in the browser.
  expect(await context.cookies()).toEqual([]);
  await inner?.waitForFunction(() => window.gesso?.board.elements().length === 2);
  const whole = frame.getByRole('link', { name: 'Open in Gesso' });
  await expect(whole).toHaveAttribute('href', /^\/b\/[\w-]+#k=/);

  await server.kill();
  await expect(status(frame)).toHaveAttribute('data-sync', 'offline');
  await server.start();
  await expect(status(frame)).toHaveAttribute('data-sync', 'saved');
  const paper = await page.locator('iframe').boundingBox();
  const [x, y] = [(paper?.x ?? 0) + 300, (paper?.y ?? 0) + 350];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 80, y + 30, { steps: 4 });
  await page.mouse.up();
  await ada.has(3);
  await close();
  await ada.leave();
  await server.dispose();
});

test('a board in a frame on a phone is looked at only, by a link that can be taken back', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.draw([
    [300, 300],
    [500, 420],
  ]);
  await ada.sees('saved');
  await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
  const card = ada.page.getByRole('region', { name: 'Can view' });
  await card.getByRole('button', { name: 'Embed' }).click();
  const code = await card.getByRole('textbox').inputValue();
  const { frame, inner, close } = await siteWith(browser, code.replace('width="800"', 'width="350"'), phone);
  await inner?.waitForFunction(() => window.gesso?.board.elements().length === 1);
  await expect(frame.getByRole('link', { name: 'Open in Gesso' })).toBeVisible();
  await card.getByRole('button', { name: 'Turn off' }).click();
  await card.getByRole('button', { name: 'Turn off' }).click();
  await expect(status(frame)).toHaveAttribute('data-sync', 'refused');
  await close();
  await ada.leave();
});

interface Message {
  readonly gesso: string;
  readonly mine?: boolean;
  readonly value?: unknown;
}

/** What the page around a board has to talk with it. */
interface Site {
  readonly heard: readonly Message[];
  ask(method: string, given?: unknown): Promise<Message>;
}

const talkingTo = (boards: string, address: string) => `<script>
  window.heard = [];
  addEventListener('message', ({ data, source }) => source === frames[0] && heard.push(data));
  window.ask = (method, given) => {
    const id = Math.random();
    frames[0].postMessage({ gesso: 'ask', id, method, given }, '${boards}');
    return new Promise((resolve) => {
      addEventListener('message', ({ data }) => data.gesso === 'answer' && data.id === id && resolve(data));
    });
  };
  const frame = document.createElement('iframe');
  frame.src = '${address}'.replace('#', '?host=' + encodeURIComponent(location.origin) + '#');
  addEventListener('DOMContentLoaded', () => document.body.append(frame));
</script>`;

test('the page around a board asks it for elements and pictures, adds to it, and is told what people do', async ({
  browser,
}) => {
  const server = await startServer();
  const ada = await open(browser, server.url);
  await ada.sees('saved');
  const address = ada.address().replace('/b/', '/embed/');
  const { page, frame, close } = await siteWith(browser, talkingTo(server.url, address));
  const ask = (method: string, given?: unknown): Promise<Message> =>
    page.evaluate(([name, what]) => (window as unknown as Site).ask(String(name), what), [method, given]);
  await page.waitForFunction(() => (window as unknown as Site).heard.some(({ gesso }) => gesso === 'ready'));
  await expect(status(frame)).toHaveAttribute('data-sync', 'saved');
  const note = { kind: 'sticky', x: 0, y: 0, width: 200, height: 200, text: 'From the intranet' };
  expect(await ask('add', note)).toMatchObject({ value: [expect.any(String)] });
  await ada.has(1);
  await ada.draw([
    [300, 300],
    [500, 420],
  ]);
  await page.waitForFunction(() => (window as unknown as Site).heard.some(({ mine }) => mine === false));
  expect((await ask('elements')).value).toMatchObject([{ text: 'From the intranet' }, { kind: 'stroke' }]);
  expect(await ask('add', { kind: 'rect' })).toMatchObject({ failure: { code: 'MALFORMED' } });
  const type = await page.evaluate(async () => {
    const { value } = await (window as unknown as Site).ask('export', { format: 'png' });
    return (value as Blob).type;
  });
  expect(type).toBe('image/png');
  await close();
  await ada.leave();
  await server.dispose();
});
