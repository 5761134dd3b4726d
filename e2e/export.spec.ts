import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { open, openWithout } from './helpers/board-page.ts';
import { openPage } from './helpers/browser-faults.ts';
import { decodePng, differingPixels, inkPixels } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

const zigzag = [
  [300, 250],
  [420, 420],
  [540, 250],
  [660, 420],
  [780, 250],
] as const;

test.describe('exporting', () => {
  test('the PNG of the whole board decodes to what the screen shows', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { colorScheme: 'light' });
    await ada.draw(zigzag);
    await ada.page.evaluate(() => {
      window.gesso.board.add([
        { kind: 'ellipse', x: 600, y: 480, width: 180, height: 90, color: '#c0273a', strokeWidth: 4 },
        { kind: 'rect', x: 250, y: 200, width: 700, height: 440, color: '#3150e0', strokeWidth: 4 },
      ]);
    });
    await ada.sees('saved');
    const bytes = await ada.page.evaluate(async () => {
      const blob = await window.gesso.exportBlob({ format: 'png', scale: 1, background: true, padding: 0 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    const exported = decodePng(Buffer.from(bytes));
    // The rectangle is the outermost thing: the picture begins half its line before it.
    const line = (exported.width - 700) / 2;
    await ada.page.evaluate((edge) => {
      window.gesso.tool('hand');
      window.gesso.select([]);
      window.gesso.camera.set({ x: 250 - edge, y: 200 - edge, zoom: 1 });
    }, line);
    await ada.page.mouse.move(5, 500);
    const screen = decodePng(await ada.picture());
    const part = new PNG({ width: exported.width, height: exported.height });
    PNG.bitblt(screen, part, 0, 0, exported.width, exported.height, 0, 0);
    const ink = inkPixels(exported);
    expect(ink).toBeGreaterThan(3_000);
    expect(differingPixels(Buffer.from(bytes), PNG.sync.write(part))).toBeLessThan(ink * 0.01);
    await ada.leave();
  });

  test('a PNG is the same whether workers paint it, or there are none, or they cannot be had', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.page.evaluate(() => {
      const elements: object[] = [];
      for (let i = 0; i < 1_400; i++) {
        const place = { x: (i % 35) * 40, y: Math.floor(i / 35) * 30 };
        const points = [0, 1, 2, 3, 4].map((n) => [n * 12, (n % 2) * 40, 0.2 + 0.15 * n]);
        if (i % 10 === 0) elements.push({ kind: 'text', ...place, text: `Ink Ž ${i}`, size: 16 });
        else if (i % 10 === 1) elements.push({ kind: 'sticky', ...place, width: 60, height: 50, text: 'Жук' });
        else if (i % 10 === 2) elements.push({ kind: 'arrow', ...place, points: [points[0], points[3]] });
        else if (i % 10 === 3) elements.push({ kind: 'stroke', ...place, points, brush: 'highlighter', width: 4 });
        else elements.push({ kind: 'stroke', ...place, points, width: 2 + (i % 4), rotation: (i % 7) / 4 });
      }
      window.gesso.board.add(elements);
    });
    await ada.sees('saved');
    const exported = async (page: Page, background: boolean): Promise<Buffer> => {
      const address = await page.evaluate(async (ground) => {
        const blob = await window.gesso.exportBlob({ format: 'png', scale: 1.5, background: ground });
        return await new Promise<string>((resolve) => {
          const reader = new FileReader();
          reader.onload = () => resolve(String(reader.result));
          reader.readAsDataURL(blob);
        });
      }, background);
      return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
    };
    let painters = 0;
    ada.page.on('worker', (worker) => {
      if (worker.url().includes('png-worker')) painters++;
    });
    const filled = await exported(ada.page, true);
    const clear = await exported(ada.page, false);
    expect(painters).toBeGreaterThanOrEqual(2);
    const ink = inkPixels(decodePng(filled));
    expect(ink).toBeGreaterThan(50_000);
    // Where ink is divided between workers, its edges may come out a shade differently; anything more is a wrong picture.
    const mostDiffering = ink / 1_000;
    for (const lack of ['workers', 'png-worker'] as const) {
      const bob = await openWithout(lack, browser, ada.address());
      await bob.has(1_400);
      for (const [background, picture] of [
        [true, filled],
        [false, clear],
      ] as const) {
        expect(differingPixels(picture, await exported(bob.page, background))).toBeLessThan(mostDiffering);
      }
      await bob.leave();
    }
    await ada.leave();
  });

  test('the dialog exports the selection alone, at the chosen scale, and downloads it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const [small] = await ada.page.evaluate(() =>
      window.gesso.board.add([
        { kind: 'rect', x: 400, y: 300, width: 100, height: 50, strokeWidth: 2 },
        { kind: 'rect', x: 900, y: 600, width: 100, height: 50, strokeWidth: 2 },
      ]),
    );
    await ada.page.evaluate((id) => window.gesso.select([id]), small ?? '');
    await ada.page.keyboard.press('Control+Shift+e');
    const dialog = ada.page.getByRole('dialog', { name: 'Export image' });
    await expect(dialog.getByRole('button', { name: 'Selection' })).toHaveAttribute('aria-pressed', 'true');
    await dialog.getByRole('button', { name: '3×' }).click();
    await expect(dialog.getByRole('status')).toContainText(/^4\d\d × 2\d\d px$/);
    const downloading = ada.page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.png$/);
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const png = decodePng(Buffer.concat(chunks));
    expect(png.width).toBeGreaterThan(300);
    expect(png.width).toBeLessThan(500);
    await ada.leave();
  });

  test('copying as SVG puts its source on the clipboard, which comes back as elements where it is pasted', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ada.page.evaluate(() =>
      window.gesso.board.add([{ kind: 'rect', x: 0, y: 0, width: 90, height: 60, text: 'Plan' }]),
    );
    await ada.page.getByRole('button', { name: 'Menu', exact: true }).click();
    await ada.page.getByRole('menuitem', { name: 'Copy as SVG' }).click();
    await expect(ada.page.getByText('Picture copied.')).toBeVisible();
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toContain('<svg');
    const ben = await open(browser, server.url);
    await ben.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ben.page.bringToFront();
    await ben.page.keyboard.press('Control+v');
    await ben.has(1);
    expect((await ben.elements())[0]).toMatchObject({ kind: 'rect', width: 90, text: 'Plan' });
    await ada.leave();
    await ben.leave();
  });

  test('copying puts a PNG on the clipboard', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ada.draw(zigzag);
    await ada.page.keyboard.press('Shift+Alt+c');
    await expect(ada.page.getByText('Picture copied.')).toBeVisible();
    const types = await ada.page.evaluate(async () => (await navigator.clipboard.read()).flatMap((item) => item.types));
    expect(types).toContain('image/png');
    await ada.leave();
  });

  test('the board can be taken away when the server is gone, with parts of the app that were never opened', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.draw(zigzag);
    const fetched = (name: string) => performance.getEntriesByType('resource').some((one) => one.name.includes(name));
    for (const part of ['/export-panel-', '/png-', '/later-shared-']) await ada.page.waitForFunction(fetched, part);
    await ada.context.setOffline(true);
    await ada.page.keyboard.press('Control+Shift+e');
    const dialog = ada.page.getByRole('dialog', { name: 'Export image' });
    const downloading = ada.page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download' }).click();
    expect((await downloading).suggestedFilename()).toMatch(/\.png$/);
    await ada.leave();
  });
});

test.describe('copying where the browser lets nothing be copied', () => {
  const told = 'This browser did not let the picture be copied. Download it instead';
  const lacks = {
    'no clipboard': () => Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined }),
    'no clipboard items': () => Reflect.deleteProperty(window, 'ClipboardItem'),
    'a clipboard that refuses': () => {
      Clipboard.prototype.write = () => Promise.reject(new DOMException('not allowed', 'NotAllowedError'));
      Clipboard.prototype.writeText = () => Promise.reject(new DOMException('not allowed', 'NotAllowedError'));
    },
  };
  for (const [name, lack] of Object.entries(lacks)) {
    test(`${name}: a picture names the download, a link is copied all the same`, async ({ browser, server }) => {
      const context = await browser.newContext();
      await context.addInitScript(lack);
      const ada = await openPage(context, server.url);
      await ada.draw(zigzag);
      await ada.sees('saved');
      await ada.page.keyboard.press('Shift+Alt+C');
      await expect(ada.page.getByText(`${told}: Export image … in the menu.`)).toBeVisible();
      await ada.page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
      await ada.page.keyboard.press('Control+Shift+E');
      const dialog = ada.page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Copy' }).click();
      await expect(dialog.getByText(`${told}.`)).toBeVisible();
      await dialog.getByRole('button', { name: 'Close', exact: true }).first().click();
      await ada.page.getByRole('button', { name: 'Share' }).click();
      await ada.page.getByRole('button', { name: 'Copy link' }).first().click();
      await expect(ada.page.getByText('Copied').first()).toBeVisible();
      expect(ada.errors).toEqual([]);
      await ada.leave();
    });
  }
});

test('a typeface that never loads keeps no picture back, where there are no workers', async ({ browser, server }) => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    Reflect.deleteProperty(window, 'Worker');
    FontFaceSet.prototype.load = () => new Promise(() => undefined);
  });
  const ada = await openPage(context, server.url);
  const size = await ada.page.evaluate(async () => {
    window.gesso.board.add({ kind: 'text', x: 0, y: 0, text: 'words', size: 40 });
    return (await window.gesso.exportBlob({ format: 'png' })).size;
  });
  expect(size).toBeGreaterThan(300);
  await ada.leave();
});

test('a worker that never answers keeps no picture back', async ({ browser, server }) => {
  const context = await browser.newContext();
  await context.route('**/png-worker*', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  const ada = await openPage(context, server.url);
  await ada.draw(zigzag);
  const size = await ada.page.evaluate(async () => (await window.gesso.exportBlob({ format: 'png' })).size);
  expect(size).toBeGreaterThan(300);
  await ada.leave();
});
