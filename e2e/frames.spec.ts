import { open, type Person } from './helpers/board-page.ts';
import { differingPixels } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

const kinds = async (person: Person) => (await person.elements()).map(({ kind }) => kind);

test.describe('a frame', () => {
  test('is drawn around what is there, named, moved with its content, and shown alike to others', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const [box = ''] = await ada.page.evaluate(() =>
      window.gesso.board.add([{ kind: 'rect', x: 400, y: 250, width: 120, height: 80, fill: '#dbe1fd' }]),
    );
    await ada.page.keyboard.press('f');
    await ada.drag([350, 200], [800, 500]);
    await ada.page.keyboard.type('Plan');
    await ada.page.keyboard.press('Enter');
    expect(await kinds(ada)).toEqual(['frame', 'rect']);
    const [frame] = await ada.elements();
    expect(frame?.['name']).toBe('Plan');
    await ada.drag([600, 200], [700, 260]);
    const moved = (await ada.elements()).find(({ id }) => id === box);
    expect([moved?.x, moved?.y, moved?.['frame']]).toEqual([500, 310, frame?.id]);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await ben.has(2);
    expect(await ben.elements()).toEqual(await ada.elements());
    await ada.page.evaluate(() => window.gesso.select([]));
    await ada.page.mouse.move(640, 790);
    const [left, right] = [await ada.picture(), await ben.picture()];
    expect(differingPixels(left, right, 740)).toBeLessThan(50);
    await ada.leave();
    await ben.leave();
  });

  test('cuts its content off alike on the screen, in tiles, PNG and SVG', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.evaluate(async () => {
      window.gesso.board.add([{ kind: 'frame', x: 300, y: 200, width: 300, height: 200, name: '' }]);
      window.gesso.board.add([{ kind: 'rect', x: 540, y: 260, width: 100, height: 80, fill: '#c0273a' }]);
      window.gesso.select([]);
      await window.gesso.settled();
    });
    const [svg, shown] = await ada.page.evaluate(async () => {
      const file = await window.gesso.exportBlob({ format: 'svg', padding: 0 });
      const png = await window.gesso.exportBlob({ format: 'png', padding: 0, scale: 1 });
      return [await file.text(), (await createImageBitmap(png)).width];
    });
    expect(svg).toContain('clip-path');
    // The frame and its line: what sticks out of it is not part of the picture.
    expect(shown).toBeLessThan(310);
    await ada.leave();
  });

  test('is gone to by PageDown, listed by its name, and exported under it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.page.evaluate(() => {
      window.gesso.board.add([
        { kind: 'frame', x: 3000, y: 0, width: 600, height: 400, name: 'Second' },
        { kind: 'frame', x: 0, y: 0, width: 600, height: 400, name: 'First' },
      ]);
      window.gesso.select([]);
    });
    const camera = () => ada.page.evaluate(() => window.gesso.camera.get().x);
    await ada.page.keyboard.press('PageDown');
    expect(await camera()).toBeLessThan(600);
    await ada.page.keyboard.press('PageDown');
    expect(await camera()).toBeGreaterThan(2_500);
    // No bar lies over it, nor over its name.
    const { y, zoom } = await ada.page.evaluate(() => window.gesso.camera.get());
    const boxOf = async (part: string) => (await ada.page.locator(part).boundingBox()) ?? { y: 0, height: 0 };
    const above = await boxOf('.board-bar');
    expect(-y * zoom).toBeGreaterThan(above.y + above.height + 24);
    expect((400 - y) * zoom).toBeLessThan((await boxOf('.toolbar')).y);
    await ada.page.keyboard.press('Shift+F');
    await ada.page.getByRole('button', { name: 'First' }).click();
    expect(await camera()).toBeLessThan(600);
    await ada.page.keyboard.press('Escape');
    await ada.page.evaluate(() => {
      const first = window.gesso.board.elements().find((element) => element['name'] === 'First');
      window.gesso.select([first?.id ?? '']);
    });
    await ada.page.keyboard.press('Control+Shift+e');
    const downloading = ada.page.waitForEvent('download');
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Download' }).click();
    expect((await downloading).suggestedFilename()).toBe('First.png');
    await ada.leave();
  });
});
