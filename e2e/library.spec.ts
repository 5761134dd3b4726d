import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { open, type Person, put } from './helpers/board-page.ts';
import { box, desk, entry, phone, rightClick } from './helpers/context-menu.ts';
import { plainPng } from './helpers/pictures.ts';
import { startServer } from './helpers/server.ts';
import { expect, test } from './helpers/test.ts';
import { violationsOn } from './helpers/violations.ts';

const rectangle = (id: string, x: number) => ({
  id,
  type: 'rectangle',
  x,
  y: 0,
  width: 80,
  height: 60,
  strokeColor: '#1971c2',
});
const shapes = {
  name: 'shapes.excalidrawlib',
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(
    JSON.stringify({
      type: 'excalidrawlib',
      version: 2,
      libraryItems: [
        { name: 'Server', elements: [rectangle('a', 0), rectangle('b', 100)] },
        { name: 'Client', elements: [rectangle('c', 0)] },
        { elements: [rectangle('d', 0)] },
      ],
    }),
  ),
};

const drawerOf = ({ page }: Person): Locator => page.getByRole('dialog', { name: 'Library' });
const pieceOf = (person: Person, name: string): Locator => drawerOf(person).getByRole('button', { name, exact: true });

/** Opens the drawer by its key. */
const openDrawer = async (person: Person): Promise<Locator> => {
  await person.page.keyboard.press('Alt+l');
  await expect(drawerOf(person)).toBeVisible();
  return drawerOf(person);
};

/** Opens a library file by the button of the drawer. */
const openFile = async (person: Person, file: typeof shapes): Promise<void> => {
  const chooser = person.page.waitForEvent('filechooser');
  await drawerOf(person).getByRole('button', { name: 'Open a library' }).click();
  await (await chooser).setFiles(file);
};

test('what is selected is added, is there after a reload, and is put on the board by pointer and by keyboard', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url, desk);
  const { page } = ada;
  const ids = await put(ada, box(400, 300, { text: 'Post office' }), box(560, 300));
  await page.evaluate((all) => window.gesso.select(all), ids);
  await rightClick(ada, 420, 310);
  await entry(ada, 'Copy style, PNG, link').click();
  await page.getByRole('menuitem', { name: 'Add to library' }).click();
  const name = drawerOf(ada).getByRole('textbox', { name: 'Name of the piece' });
  await expect(name).toBeFocused();
  await expect(name).toHaveValue('Post office');
  await page.keyboard.type('Two boxes');
  await page.keyboard.press('Enter');
  await expect(pieceOf(ada, 'Two boxes')).toBeFocused();
  await expect(pieceOf(ada, 'Two boxes').locator('img')).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);
  await ada.sees('saved');

  await page.reload();
  await page.waitForFunction(() => window.gesso !== undefined);
  await page.evaluate(() => window.gesso.ready);
  await openDrawer(ada);
  await pieceOf(ada, 'Two boxes').click();
  await ada.has(4);
  await page.keyboard.press('Delete');
  await ada.has(2);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await ada.has(2);

  await pieceOf(ada, 'Two boxes').press('Enter');
  await ada.has(4);
  await expect(drawerOf(ada).locator('[data-for=library]')).toHaveText('“Two boxes” is on the board.');
  await expect(pieceOf(ada, 'Two boxes')).toBeFocused();
  await page.keyboard.press('Control+z');
  await ada.has(2);
  await page.keyboard.press('Control+Shift+z');
  await ada.has(4);

  await page.keyboard.press('F2');
  await page.keyboard.type('Pair');
  await page.keyboard.press('Enter');
  await expect(pieceOf(ada, 'Pair')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(pieceOf(ada, 'Pair')).toHaveCount(0);
  await page.getByRole('button', { name: 'Bring back' }).click();
  await expect(pieceOf(ada, 'Pair')).toBeVisible();
  await drawerOf(ada).getByRole('button', { name: 'Change pieces of “My pieces”' }).click();
  await drawerOf(ada).getByRole('button', { name: 'Remove “Pair”' }).click();
  await expect(drawerOf(ada)).toContainText('Nothing here yet.');
  // The board does not hear the next Delete.
  await expect(drawerOf(ada).getByRole('button', { name: 'My pieces', exact: true })).toBeFocused();
  await page.keyboard.press('Delete');
  await ada.has(4);
  await ada.leave();
});

test('what is removed leaves the keys with the piece beside it, and a library that is replaced comes back', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url, desk);
  const { page } = ada;
  const drawer = await openDrawer(ada);
  await openFile(ada, shapes);
  await pieceOf(ada, 'Server').press('Delete');
  await expect(pieceOf(ada, 'Server')).toHaveCount(0);
  await expect(pieceOf(ada, 'Client')).toBeFocused();
  await openFile(ada, shapes);
  await expect(pieceOf(ada, 'Server')).toBeVisible();
  await page
    .locator('.toast', { hasText: 'What was in it before was replaced.' })
    .getByRole('button', { name: 'Bring back' })
    .click();
  await expect(pieceOf(ada, 'Server')).toHaveCount(0);
  await expect(pieceOf(ada, 'Client').locator('img')).toBeVisible();
  await pieceOf(ada, 'Client').press('Delete');
  await drawer.getByRole('button', { name: 'Remove “shapes”' }).click();
  await expect(drawer.getByRole('button', { name: 'My pieces', exact: true })).toBeFocused();
  await ada.leave();
});

test('a library of Excalidraw is opened, looked through, pulled from, saved, dropped and removed', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url, desk);
  const { page } = ada;
  const drawer = await openDrawer(ada);
  expect(await violationsOn(page)).toEqual([]);
  await openFile(ada, shapes);
  await expect(page.getByText('“shapes” has brought 3 pieces.')).toBeVisible();
  for (const name of ['Server', 'Client', 'Piece 3']) await expect(pieceOf(ada, name).locator('img')).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);

  // Arrows go through the grid.
  await pieceOf(ada, 'Server').focus();
  await page.keyboard.press('ArrowRight');
  await expect(pieceOf(ada, 'Client')).toBeFocused();
  await page.keyboard.press('End');
  await expect(pieceOf(ada, 'Piece 3')).toBeFocused();

  await drawer.getByRole('searchbox').fill('cli');
  await expect(pieceOf(ada, 'Server')).toHaveCount(0);
  await expect(pieceOf(ada, 'Client')).toBeVisible();
  await drawer.getByRole('searchbox').fill('nothing of the kind');
  await expect(drawer.getByText('No piece has this in its name.')).toBeVisible();
  await drawer.getByRole('searchbox').fill('');

  await pieceOf(ada, 'Server').hover();
  await page.mouse.down();
  await page.mouse.move(700, 350, { steps: 3 });
  await expect(page.locator('.piece-carried')).toBeVisible();
  await page.mouse.move(400, 400);
  await page.mouse.up();
  await ada.has(2);
  const [first, second] = await ada.elements();
  expect([first?.x, second?.x, first?.y]).toEqual([310, 410, 370]);
  await page.keyboard.press('Control+z');
  await ada.has(0);

  const download = page.waitForEvent('download');
  await drawer.getByRole('button', { name: 'Save “shapes” to a file' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('shapes.gessolib');
  const file = readFileSync(await saved.path());
  await drawer.getByRole('button', { name: 'Remove “shapes”' }).click();
  await expect(pieceOf(ada, 'Server')).toHaveCount(0);

  // Dropped on the drawer it is for the drawer, and not for the board.
  await drawer.locator('.library-body').evaluate((body, base64) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'again.gessolib'));
    for (const type of ['dragenter', 'dragover', 'drop'])
      body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
  }, file.toString('base64'));
  await expect(page.getByText('“again” has brought 3 pieces.')).toBeVisible();
  for (const name of ['Server', 'Client']) await expect(pieceOf(ada, name)).toBeVisible();
  await expect(page.locator('.drop-here')).toHaveCount(0);
  await ada.has(0);
  await page.reload();
  await page.waitForFunction(() => window.gesso !== undefined);
  await openDrawer(ada);
  await drawer.getByRole('button', { name: 'again', exact: true }).click();
  await expect(pieceOf(ada, 'Client')).toBeVisible();
  await ada.leave();
});

test('a piece with a picture brings it to another board', async ({ browser, server }) => {
  const ada = await open(browser, server.url, desk);
  const { page } = ada;
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Picture' }).click();
  await (await chooser).setFiles({ name: 'red.png', mimeType: 'image/png', buffer: plainPng(60, 40, [200, 0, 0]) });
  await ada.has(1);
  await expect.poll(async () => String((await ada.elements())[0]?.['asset']).startsWith('pending-')).toBe(false);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+/');
  await page.getByRole('searchbox').fill('Add to library');
  await page.keyboard.press('Enter');
  await expect(drawerOf(ada).getByRole('textbox', { name: 'Name of the piece' })).toBeFocused();
  await page.keyboard.type('Red');
  await page.keyboard.press('Enter');
  await expect(pieceOf(ada, 'Red')).toBeFocused();
  await page.goto(server.url);
  await page.waitForFunction(() => window.gesso !== undefined);
  await page.evaluate(() => window.gesso.ready);
  await ada.has(0);
  await openDrawer(ada);
  await pieceOf(ada, 'Red').click();
  await ada.has(1);
  await expect.poll(async () => /^[\w-]{43}$/.test(String((await ada.elements())[0]?.['asset']))).toBe(true);
  await ada.sees('saved');
  await ada.leave();
});

test('on a phone the drawer is a sheet, and what is put on the board is seen', async ({ browser, server }) => {
  const ada = await open(browser, server.url, phone);
  const { page } = ada;
  await page.getByRole('button', { name: 'Menu', exact: true }).tap();
  await page.getByRole('menuitem', { name: 'Library' }).tap();
  await openFile(ada, shapes);
  await expect(pieceOf(ada, 'Server').locator('img')).toBeVisible();
  expect(await violationsOn(page)).toEqual([]);
  const sheet = await drawerOf(ada).boundingBox();
  expect([sheet?.x, sheet?.width, (sheet?.y ?? 0) + (sheet?.height ?? 0)]).toEqual([0, 390, 844]);
  await pieceOf(ada, 'Client').tap();
  await ada.has(1);
  await expect(drawerOf(ada)).toHaveCount(0);
  await ada.leave();
});

test('libraries of the server are fetched when they are folded out', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-libraries-'));
  writeFileSync(join(folder, shapes.name), shapes.buffer);
  writeFileSync(join(folder, 'broken.excalidrawlib'), '{');
  const server = await startServer({ LIBRARIES_DIR: folder });
  const ada = await open(browser, server.url, desk);
  const asked: string[] = [];
  ada.page.on('request', (request) => void asked.push(new URL(request.url()).pathname));
  const drawer = await openDrawer(ada);
  const ofServer = drawer.getByRole('region', { name: 'From this server' });
  await expect(ofServer.getByRole('button', { name: 'shapes', exact: true })).toBeVisible();
  expect(asked.filter((path) => path.startsWith('/api/libraries/'))).toEqual([]);
  await ofServer.getByRole('button', { name: 'shapes', exact: true }).click();
  await expect(pieceOf(ada, 'Server').locator('img')).toBeVisible();
  await pieceOf(ada, 'Server').click();
  await ada.has(2);
  await ofServer.getByRole('button', { name: 'broken', exact: true }).click();
  await expect(ofServer.getByRole('alert')).toContainText('This library could not be had.');
  expect(await violationsOn(ada.page)).toEqual([]);
  await ada.leave();
  await server.dispose();
  rmSync(folder, { recursive: true, force: true });
});
