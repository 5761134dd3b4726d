import { createBoardDoc, encodeLive, messageType, openBoard, schemaVersion, syncType } from '@gesso/crdt-schema';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import { encodeStateAsUpdate } from 'yjs';
import { open, type Person } from './helpers/board-page.ts';
import { openPage } from './helpers/browser-faults.ts';
import { expect, test } from './helpers/test.ts';

/** The board id and the key of a link. */
const partsOf = (link: string): { board: string; key: string } => {
  const url = new URL(link);
  return { board: url.pathname.split('/')[2] ?? '', key: new URLSearchParams(url.hash.slice(1)).get('k') ?? '' };
};

/** The address of the view link, as its owner copies it. */
const viewLinkOf = async (owner: Person): Promise<string> => {
  await owner.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await owner.page.getByRole('button', { name: 'Share', exact: true }).click();
  await owner.page
    .getByRole('region', { name: 'Can view' })
    .getByRole('button', { name: 'Copy link', exact: true })
    .click();
  const link = await owner.page.evaluate(() => navigator.clipboard.readText());
  await owner.page.keyboard.press('Escape');
  return link;
};

const ticketFor = async (server: string, link: string): Promise<string> => {
  const { board, key } = partsOf(link);
  const response = await fetch(`${server}/api/boards/${board}/ticket`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server },
    body: JSON.stringify({ key }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { ticket: string }).ticket;
};

test.describe('rights', () => {
  test('a viewer sees everything live and cannot write by the page', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const link = await viewLinkOf(ada);
    const vera = await open(browser, link);
    await vera.sees('saved');
    expect((await vera.status()).role).toBe('viewer');
    await expect(vera.page.getByText('View only')).toBeVisible();
    await expect(vera.page.getByRole('button', { name: 'Pen', exact: true })).toHaveCount(0);

    await ada.draw([
      [300, 300],
      [600, 320],
    ]);
    await vera.has(1);
    await vera.draw([
      [300, 500],
      [600, 520],
    ]);
    await vera.page.keyboard.press('Control+a');
    await vera.page.keyboard.press('Delete');
    await expect(
      vera.page.evaluate(() => window.gesso.board.add([{ kind: 'rect', x: 0, y: 0, width: 10, height: 10 }])),
    ).rejects.toThrow();
    await ada.draw([
      [300, 400],
      [600, 420],
    ]);
    await vera.has(2);
    await ada.has(2);
    await ada.leave();
    await vera.leave();
  });

  test('a viewer’s raw socket that writes is closed with 4403 and changes nothing', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const link = await viewLinkOf(ada);
    const ticket = await ticketFor(server.url, link);
    const doc = createBoardDoc();
    const board = openBoard(doc);
    board.edit((writer) => writer.add({ kind: 'rect', x: 0, y: 0, width: 10, height: 10 }));
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, 2);
    encoding.writeVarUint8Array(encoder, encodeStateAsUpdate(doc));

    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/${partsOf(link).board}?ticket=${ticket}`);
    const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(encoding.toUint8Array(encoder));
    expect(await closed).toBe(4403);
    await ada.draw([
      [300, 300],
      [600, 320],
    ]);
    await ada.sees('saved');
    await ada.has(1);
    await ada.leave();
  });

  test('a link turned off stops at once and its holder is told', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ben.draw([
      [300, 300],
      [600, 320],
    ]);
    await ada.has(1);
    await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
    const card = ada.page.getByRole('region', { name: 'Can edit' });
    await card.getByRole('button', { name: 'Turn off' }).click();
    // The server closes the sockets of a link before it answers. A second by the clock would measure two browsers on a busy machine.
    const off = ada.page.waitForResponse((answer) => answer.request().method() === 'DELETE');
    await card.getByRole('alert').getByRole('button', { name: 'Turn off' }).click();
    expect((await off).status()).toBe(204);
    await ben.sees('refused');
    await expect(ben.page.getByRole('alert')).toContainText('turned off by the owner');
    await expect(ben.page.getByRole('button', { name: 'Pen', exact: true })).toHaveCount(0);
    // Nor does a new visit give tools with which nobody would see what is drawn.
    await ben.page.reload();
    await ben.sees('refused');
    await ben.has(1);
    await expect(ben.page.getByRole('button', { name: 'Keep a copy as my own board' })).toBeVisible();
    await expect(ben.page.getByRole('button', { name: 'Pen', exact: true })).toHaveCount(0);

    const late = await open(browser, ben.address());
    await late.sees('refused');
    // The owner goes on.
    await ada.page.keyboard.press('Escape');
    await ada.draw([
      [300, 400],
      [600, 420],
    ]);
    await ada.sees('saved');
    for (const person of [ada, ben, late]) await person.leave();
  });

  test('a viewer’s page does not say that what they drew before is stored, when it is not', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const view = await viewLinkOf(ada);
    const ben = await open(browser, ada.address());
    await ben.sees('saved');
    await ben.context.setOffline(true);
    await ben.draw([
      [300, 300],
      [600, 320],
    ]);
    await ben.has(1);
    await ben.sees('offline');
    await expect(ben.page.locator('.status')).toHaveAttribute('data-kept', 'here');
    await ben.page.close();
    await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
    const card = ada.page.getByRole('region', { name: 'Can edit' });
    await card.getByRole('button', { name: 'Turn off' }).click();
    // Once it is off: who comes a moment before is let in by it, and cut off.
    const off = ada.page.waitForResponse((answer) => answer.request().method() === 'DELETE');
    await card.getByRole('alert').getByRole('button', { name: 'Turn off' }).click();
    expect((await off).status()).toBe(204);
    await ben.context.setOffline(false);
    const again = await openPage(ben.context, view);
    await again.sees('refused');
    await expect(again.page.getByRole('alert')).toContainText('Your link does not allow this');
    await again.has(1);
    await ada.has(0);
    for (const person of [ada, again]) await person.leave();
  });

  test('a link with a password asks for it, again when it was wrong', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const { board } = partsOf(ada.address());
    const url = await ada.page.evaluate(async (id) => {
      const response = await fetch(`/api/boards/${id}/links`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ role: 'editor', password: 'open sesame' }),
      });
      return ((await response.json()) as { url: string }).url;
    }, board);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    const dialog = page.getByRole('dialog', { name: 'This link has a password' });
    // Who does not know it comes to their own boards, and none is made for that.
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(page).toHaveURL(`${server.url}/boards`);
    await expect(page.getByText('No boards yet')).toBeVisible();
    await page.goto(url);
    await dialog.getByLabel('Password').fill('abracadabra');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText('That is not the password');
    await dialog.getByLabel('Password').fill('open sesame');
    await dialog.getByRole('button', { name: 'Open the board' }).click();
    const isIn = () => expect(page.locator('.status')).toHaveAttribute('data-sync', 'saved');
    await isIn();
    // And only once.
    await page.reload();
    await isIn();
    await expect(dialog).toHaveCount(0);
    await context.close();
    await ada.leave();
  });

  test('a stock y-websocket provider in Node reads and writes the same board', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.draw([
      [300, 300],
      [600, 320],
    ]);
    await ada.sees('saved');
    const ticket = await ticketFor(server.url, ada.address());
    const doc = createBoardDoc();
    const board = openBoard(doc);
    const provider = new WebsocketProvider(
      `${server.url.replace('http', 'ws')}/sync`,
      partsOf(ada.address()).board,
      doc,
      {
        params: { ticket },
        WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
        disableBc: true,
      },
    );
    await new Promise<void>((resolve) => provider.once('sync', () => resolve()));
    expect(board.all().map(({ id }) => id)).toEqual((await ada.elements()).map(({ id }) => id));
    board.edit((writer) => writer.add({ kind: 'ellipse', x: 40, y: 40, width: 80, height: 60 }));
    await ada.has(2);
    expect((await ada.elements()).map(({ kind }) => kind)).toEqual(['stroke', 'ellipse']);
    provider.destroy();
    await ada.leave();
  });

  test('a page does not write on a board that a newer version has made its own, and says what to do', async ({
    browser,
    server,
  }) => {
    const ben = await open(browser, server.url);
    await ben.draw([
      [300, 300],
      [600, 320],
    ]);
    await ben.sees('saved');
    const newer = createBoardDoc();
    newer.getMap('meta').set('minW', schemaVersion + 1);
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.sync);
    encoding.writeVarUint(encoder, syncType.update);
    encoding.writeVarUint8Array(encoder, encodeStateAsUpdate(newer));
    const context = await browser.newContext();
    // This version's server lets nobody say so; a newer one does.
    await context.routeWebSocket(/\/sync\//, (page) => {
      const line = page.connectToServer();
      line.onMessage((message) => {
        page.send(message);
        if (typeof message !== 'string' && message[0] === messageType.saved)
          page.send(Buffer.from(encoding.toUint8Array(encoder)));
      });
    });
    const ada = await openPage(context, ben.address());
    await ada.has(1);
    await ada.draw([
      [300, 400],
      [600, 420],
    ]);
    await ada.sees('refused');
    await expect(ada.page.getByRole('alert')).toContainText('Reload the page');
    await ada.draw([
      [300, 500],
      [600, 520],
    ]);
    await ada.has(2);
    await ben.has(2);
    for (const person of [ada, ben]) await person.leave();
  });

  test('broken frames of one client are refused and nobody else notices', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const { board } = partsOf(ada.address());
    for (const bytes of [[255, 255, 255, 255], [0, 2, 9, 1], [1, 5, 200], [...encodeLive(new Uint8Array(5000))]]) {
      const ticket = await ticketFor(server.url, ada.address());
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/${board}?ticket=${ticket}&gesso=1`);
      const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
      await new Promise((resolve) => socket.once('open', resolve));
      socket.send(new Uint8Array(bytes));
      expect([4400, 4413]).toContain(await closed);
    }
    await ada.draw([
      [300, 300],
      [600, 320],
    ]);
    await ada.sees('saved');
    await ada.leave();
  });
});
