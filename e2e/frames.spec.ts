import { open, openHolding, type Person } from './helpers/board-page.ts';
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
    await expect(ada.page.locator('.frame-name')).toBeFocused();
    // Its ring, as wide on each side as it is, ends above the selection, which lies around the frame.
    const field = await ada.page.locator('.frame-name').evaluate((node) => {
      const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(node);
      const ring = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset);
      return { outlineStyle, outlineWidth, ends: node.getBoundingClientRect().bottom + ring };
    });
    expect(field).toMatchObject({ outlineStyle: 'solid', outlineWidth: '2px' });
    expect(field.ends).toBeLessThanOrEqual(192);
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

  test('is given the name that is typed before the field for it has come', async ({ browser, server }) => {
    const first = await open(browser, server.url);
    const { person: ada, letGo } = await openHolding(/assets\/FrameName-/, browser, first.address());
    await ada.page.keyboard.press('f');
    await ada.drag([350, 200], [800, 500]);
    await ada.page.keyboard.type('Plan');
    expect(await kinds(ada)).toEqual(['frame']);
    letGo();
    await expect(ada.page.locator('.frame-name')).toHaveValue('Plan');
    await ada.page.keyboard.type(' B');
    await ada.page.keyboard.press('Enter');
    await expect.poll(async () => (await ada.elements())[0]?.['name']).toBe('Plan B');
    await ada.leave();
    await first.leave();
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

  for (const [name, options] of [
    ['a desk', { viewport: { width: 1280, height: 800 } }],
    ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ] as const) {
    test(`is presented alone, with a small bar, on ${name}`, async ({ browser, server }) => {
      const ada = await open(browser, server.url, options);
      const { page } = ada;
      await page.evaluate(() => {
        window.gesso.board.add([
          { kind: 'frame', x: 3000, y: 0, width: 600, height: 400, name: 'Second' },
          { kind: 'frame', x: 0, y: 0, width: 600, height: 400, name: 'First' },
        ]);
        window.gesso.select([]);
        window.gesso.tool('pen');
      });
      const chrome = page.locator('.toolbar, .top-left, .top-right, .bottom-left, .bottom-right, .style');
      const hidden = () =>
        chrome.evaluateAll((parts) => parts.every((part) => getComputedStyle(part).display === 'none'));
      const bar = page.getByRole('region', { name: 'Presentation' });
      const place = bar.getByRole('status');
      /** The frame in the middle of the view, and whether all of it is seen above the bar. */
      const shown = async () => {
        const { x, y, zoom } = await page.evaluate(() => window.gesso.camera.get());
        const { width } = options.viewport;
        const top = (await bar.boundingBox())?.y ?? 0;
        const left = x + width / 2 / zoom > 2_000 ? 3_000 : 0;
        expect((left - x) * zoom).toBeGreaterThanOrEqual(0);
        expect((left + 600 - x) * zoom).toBeLessThanOrEqual(width);
        expect(-y * zoom).toBeGreaterThanOrEqual(0);
        expect((400 - y) * zoom).toBeLessThan(top);
        return left === 0 ? 'First' : 'Second';
      };

      const before = await page.evaluate(() => window.gesso.camera.get());
      await page.keyboard.press('Shift+P');
      await expect(place).toHaveText('1 of 2 First');
      expect(await hidden()).toBe(true);
      expect(await shown()).toBe('First');
      // What lies around it is not seen: the mask begins where the frame ends.
      const mask = (await page.locator('.present-mask').boundingBox()) ?? { x: 0, width: 0 };
      const { x, zoom } = await page.evaluate(() => window.gesso.camera.get());
      expect(Math.abs(mask.x + x * zoom)).toBeLessThan(1);
      expect(Math.abs(mask.width - 600 * zoom)).toBeLessThan(1);
      // Keys go on and back, from the last to the first, and Enter presses the button that has the focus.
      for (const [key, text] of [
        ['ArrowRight', '2 of 2 Second'],
        ['PageDown', '1 of 2 First'],
        ['PageUp', '2 of 2 Second'],
        ['ArrowLeft', '1 of 2 First'],
        ['Enter', '2 of 2 Second'],
      ] as const) {
        await page.keyboard.press(key);
        await expect(place).toHaveText(text);
      }
      expect(await shown()).toBe('Second');
      const press = (button: string) => {
        const target = bar.getByRole('button', { name: button });
        return 'hasTouch' in options ? target.tap() : target.click();
      };
      await press('Previous frame');
      expect(await shown()).toBe('First');
      await press('Next frame');
      expect(await shown()).toBe('Second');
      // A drag leaves no ink; a frame that is deleted gives way to another.
      await ada.drag([200, 300], [260, 340]);
      await ada.has(2);
      await page.evaluate(() => {
        const second = window.gesso.board.elements().find((element) => element['name'] === 'Second');
        window.gesso.board.remove([second?.id ?? '']);
      });
      await expect(place).toHaveText('1 of 1 First');
      await page.keyboard.press('Escape');
      await expect(bar).toHaveCount(0);
      expect(await page.evaluate(() => window.gesso.camera.get())).toEqual(before);
      expect(await hidden()).toBe(false);
      await expect(page.locator('.toolbar')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Pen', exact: true })).toHaveAttribute('aria-pressed', 'true');
      await page.keyboard.press('Shift+P');
      await press('Leave the presentation');
      await expect(page.locator('.toolbar')).toBeVisible();
      await ada.leave();
    });
  }
});
