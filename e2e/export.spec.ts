import { open } from './helpers/board-page.ts';
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
        { kind: 'rect', x: 320, y: 480, width: 200, height: 90, color: '#3150e0', fill: '#dbe1fd', strokeWidth: 4 },
        { kind: 'ellipse', x: 600, y: 480, width: 180, height: 90, color: '#c0273a', strokeWidth: 4 },
      ]);
    });
    await ada.sees('saved');
    await ada.page.mouse.move(5, 400);
    const exported = Buffer.from(
      await ada.page.evaluate(async () => {
        const blob = await window.gesso.exportBlob({ format: 'png', scale: 1, background: true, padding: 0 });
        return [...new Uint8Array(await blob.arrayBuffer())];
      }),
    );
    const png = decodePng(exported);

    // The same part of the board at the top left of the canvas, one board unit a pixel.
    await ada.page.evaluate(async () => {
      window.gesso.tool('hand');
      window.gesso.select([]);
      window.gesso.camera.fit();
      await window.gesso.settled();
    });
    const box = await ada.page.evaluate(async () => {
      const blob = await window.gesso.exportBlob({ format: 'svg', scale: 1, background: true, padding: 0 });
      const view = /viewBox="([^"]+)"/.exec(await blob.text())?.[1] ?? '';
      const [x = 0, y = 0] = view.split(/[ ,]+/).map(Number);
      window.gesso.camera.set({ x, y, zoom: 1 });
      await window.gesso.settled();
      return { x, y };
    });
    expect(Number.isFinite(box.x) && Number.isFinite(box.y)).toBe(true);
    const screen = decodePng(await ada.picture());
    const cut = new (png.constructor as new (size: { width: number; height: number }) => typeof png)({
      width: png.width,
      height: png.height,
    });
    screen.bitblt(cut, 0, 0, png.width, png.height, 0, 0);
    const { PNG } = await import('pngjs');
    expect(inkPixels(png)).toBeGreaterThan(1_000);
    expect(differingPixels(exported, PNG.sync.write(cut))).toBeLessThan(inkPixels(png) * 0.03);
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
});
