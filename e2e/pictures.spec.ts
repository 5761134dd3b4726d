import type { Browser } from '@playwright/test';
import { open, type Person } from './helpers/board-page.ts';
import { colorAt, give, plainPng, type Rgb } from './helpers/pictures.ts';
import { decodePng } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

const red: Rgb = [220, 30, 40];
const png = { name: 'red.png', type: 'image/png', bytes: plainPng(200, 100, red) };
const middle = [640, 400] as const;

const assetsOf = async (person: Person) => (await person.elements()).map(({ asset }) => String(asset));
const isNamed = async (person: Person) =>
  expect.poll(async () => (await assetsOf(person)).every((asset) => !asset.startsWith('pending-'))).toBe(true);
const unselect = (person: Person) => person.page.evaluate(() => window.gesso.select([]));

/** Two people on a board, and a picture that the first has put there. */
const twoWithPicture = async (browser: Browser, url: string) => {
  const ada = await open(browser, url);
  const ben = await open(browser, ada.address());
  await give(ada.page, 'drop', [png], middle);
  await ada.has(1);
  await isNamed(ada);
  return { ada, ben };
};

test.describe('a picture', () => {
  test('that is pasted is seen by others once the server has it, and is one step to undo', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await ada.page.mouse.move(...middle);
    await give(ada.page, 'paste', [png], middle);
    await ada.has(1);
    await isNamed(ada);
    const [element] = await ada.elements();
    expect(element).toMatchObject({ kind: 'image', x: 540, y: 350, width: 200, height: 100 });
    await ben.has(1);
    await isNamed(ben);
    await unselect(ada);
    expect(await colorAt(ada, [560, 360])).toEqual(red);
    expect(await colorAt(ben, [560, 360])).toEqual(red);
    await ada.page.keyboard.press('Control+z');
    await ben.has(0);
    await ada.page.keyboard.press('Control+Shift+z');
    await ben.has(1);
    await isNamed(ben);
    expect(await colorAt(ben, [560, 360])).toEqual(red);
    await ada.leave();
    await ben.leave();
  });

  test('lies where it is dropped, several side by side; other files are told of', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const blue = { ...png, name: 'blue.png', bytes: plainPng(100, 100, [20, 40, 220]) };
    const note = { name: 'note.txt', type: 'text/plain', bytes: Buffer.from('no picture') };
    await give(ada.page, 'drop', [png, blue, note], [400, 300]);
    await ada.has(2);
    await isNamed(ada);
    const [first, second] = (await ada.elements()).map(({ x, y, width, height }) => [x, y, width, height]);
    expect([first, second]).toEqual([
      [242, 250, 200, 100],
      [458, 250, 100, 100],
    ]);
    await expect(ada.page.getByText('Gesso cannot open “note.txt”')).toBeVisible();
    await ada.leave();
  });

  test('that is picked is in the PNG and in the SVG', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    // Listened for from early on: a key is pressed sooner than the browser is told to hand a chooser over.
    const chooser = ada.page.waitForEvent('filechooser');
    await ada.sees('saved');
    await ada.page.evaluate(() => window.gesso.settled());
    await ada.page.keyboard.press('9');
    await (await chooser).setFiles({ name: 'red.png', mimeType: 'image/png', buffer: png.bytes });
    await ada.has(1);
    await isNamed(ada);
    await ada.page.reload();
    await ada.page.evaluate(() => window.gesso.ready);
    await ada.has(1);
    const [bytes, svg] = await ada.page.evaluate(async () => {
      const { exportBlob } = window.gesso;
      const file = await exportBlob({ format: 'png', scale: 1, padding: 0 });
      return [
        [...new Uint8Array(await file.arrayBuffer())],
        await (await exportBlob({ format: 'svg', padding: 0 })).text(),
      ] as const;
    });
    const exported = decodePng(Buffer.from(bytes));
    expect([...exported.data.subarray(4 * (50 * exported.width + 100)).subarray(0, 3)]).toEqual(red);
    expect(svg).toContain('data:image/png;base64,');
    await ada.leave();
  });

  test('shows its author that it is on its way, a placeholder to others, and is gone when it is given up', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    // The server never gets it.
    await ada.context.route('**/assets', () => undefined);
    await give(ada.page, 'drop', [png], middle);
    await ben.has(1);
    await expect(ada.page.getByRole('progressbar', { name: 'Sending red.png' })).toBeVisible();
    await unselect(ada);
    expect(await colorAt(ada, [560, 360])).toEqual(red);
    const seen = await colorAt(ben, [560, 360]);
    expect(seen).not.toEqual(red);
    await ada.page.getByRole('button', { name: 'Cancel' }).click();
    await ben.has(0);
    await expect(ada.page.getByRole('progressbar')).toHaveCount(0);
    await ada.leave();
    await ben.leave();
  });

  test('that is put while offline goes up when the connection is back, also on a later page', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.draw([
      [400, 200],
      [480, 240],
    ]);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    await ada.page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('/pictures-work-')),
    );
    await ada.context.setOffline(true);
    await give(ada.page, 'drop', [png], middle);
    await ada.has(2);
    await expect(ada.page.getByText('Waits for the connection')).toBeVisible();
    await ada.context.setOffline(false);
    await ben.has(2);
    await expect.poll(async () => colorAt(ben, middle)).toEqual(red);
    // Once more, and the page is left before the server gets it.
    await ada.context.route('**/assets', (route) => route.abort());
    await give(ada.page, 'drop', [png], [300, 600]);
    await ben.has(3);
    await ada.sees('saved');
    await expect(ada.page.getByText('Waits for the connection')).toBeVisible();
    await ada.context.unroute('**/assets');
    await ada.page.reload();
    await expect.poll(async () => colorAt(ben, [300, 600])).toEqual(red);
    await ada.leave();
    await ben.leave();
  });

  test('that is too large or none is refused with a sentence, and can be tried again or taken away', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await ada.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(26 * 1024 * 1024)], 'large.png', { type: 'image/png' }));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
    });
    await expect(ada.page.getByText('This picture is larger than 25 MB or 40 million pixels.')).toBeVisible();
    await give(ada.page, 'drop', [{ ...png, bytes: Buffer.from('no picture at all') }], middle);
    await ada.has(1);
    const alert = ada.page.getByRole('alert').filter({ hasText: 'This is not a picture that Gesso can read.' });
    await expect(alert).toBeVisible();
    const again = ada.page.waitForRequest('**/assets');
    await ada.page.getByRole('button', { name: 'Try again' }).click();
    await again;
    await expect(alert).toBeVisible();
    await ada.page.getByRole('button', { name: 'Remove' }).click();
    await ada.has(0);
    await ada.leave();
  });

  test('of a person whose right is taken away meanwhile is not put on the board', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.sees('saved');
    const ben = await open(browser, ada.address());
    let go = () => undefined as unknown;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    await ben.context.route('**/assets', async (route) => {
      await held;
      await route.continue();
    });
    await give(ben.page, 'drop', [png], middle);
    await ada.has(1);
    const board = new URL(ada.address()).pathname.split('/')[2] ?? '';
    await ada.page.evaluate(async (id) => {
      const answer = await fetch(`/api/boards/${id}/links`);
      const { links } = (await answer.json()) as { links: { id: string; role: string }[] };
      for (const link of links)
        if (link.role === 'editor') await fetch(`/api/boards/${id}/links/${link.id}`, { method: 'DELETE' });
    }, board);
    await ben.sees('refused');
    go();
    await expect(ben.page.getByRole('alert').filter({ hasText: 'link' }).first()).toBeVisible();
    expect(await assetsOf(ada)).toEqual([expect.stringMatching(/^pending-/)]);
    await ada.leave();
    await ben.leave();
  });

  test('is replaced in its place and width, and described for those who cannot see it', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await give(ada.page, 'drop', [png], middle);
    await ada.has(1);
    await isNamed(ada);
    const [before] = await ada.elements();
    const chooser = ada.page.waitForEvent('filechooser');
    await ada.page.getByRole('button', { name: 'Replace picture' }).click();
    const tall = plainPng(100, 100, [20, 160, 60]);
    await (await chooser).setFiles({ name: 'green.png', mimeType: 'image/png', buffer: tall });
    await expect.poll(async () => (await assetsOf(ada))[0]).not.toBe(before?.['asset']);
    const [after] = await ada.elements();
    expect(after).toMatchObject({ id: before?.id, x: before?.x, y: before?.y, width: 200, height: 200 });
    await ada.page.keyboard.press('Control+Alt+a');
    await ada.page.getByRole('textbox', { name: 'What is to be seen' }).fill('A meadow');
    await ada.page.keyboard.press('Enter');
    expect((await ada.elements())[0]).toMatchObject({ alt: 'A meadow' });
    await ada.page.evaluate((id) => {
      window.gesso.select([]);
      window.gesso.select([id]);
    }, String(before?.id));
    await expect(ada.page.locator('[data-for=selection]')).toHaveText('Picture, “A meadow”');
    await ada.page.keyboard.press('Control+z');
    await ada.page.keyboard.press('Control+z');
    expect(await ada.elements()).toEqual([before]);
    await ada.leave();
  });

  test('is cropped by a double click, by mouse and by keys, as one step, and can be shown whole again', async ({
    browser,
    server,
  }) => {
    const { ada, ben } = await twoWithPicture(browser, server.url);
    const [before] = await ada.elements();
    expect(before).toMatchObject({ x: 540, y: 350, width: 200, height: 100 });
    await unselect(ada);
    await ada.page.mouse.dblclick(...middle);
    const frame = ada.page.getByRole('group', { name: 'Part of the picture' });
    await expect(frame).toBeVisible();
    await ada.drag([740, 400], [690, 420]);
    await frame.getByRole('button', { name: 'Upper edge' }).focus();
    await ada.page.keyboard.press('Shift+ArrowDown');
    await ada.page.keyboard.press('Enter');
    await expect(frame).toHaveCount(0);
    const [cropped] = await ada.elements();
    expect(cropped).toMatchObject({
      x: 540,
      y: 360,
      width: 150,
      height: 90,
      crop: [0, expect.closeTo(0.1), 0.75, 0.9],
    });
    await unselect(ada);
    expect(await colorAt(ada, [700, 400])).not.toEqual(red);
    await ben.has(1);
    await expect.poll(async () => (await ben.elements())[0]).toEqual(cropped);
    expect(await colorAt(ben, [700, 400])).not.toEqual(red);
    expect(await colorAt(ben, [680, 400])).toEqual(red);

    await ada.page.mouse.click(600, 400);
    await ada.page.keyboard.press('Enter');
    await expect(frame).toBeVisible();
    await ada.drag([540, 400], [580, 400]);
    await ada.page.keyboard.press('Escape');
    expect(await ada.elements()).toEqual([cropped]);
    await ada.page.keyboard.press('Enter');
    await ada.page.getByRole('button', { name: 'Whole picture' }).click();
    await ada.page.mouse.click(200, 650);
    await expect.poll(() => ada.elements()).toEqual([before]);
    await ada.page.keyboard.press('Control+z');
    await expect.poll(() => ada.elements()).toEqual([cropped]);
    await ada.page.keyboard.press('Control+z');
    await expect.poll(() => ada.elements()).toEqual([before]);
    await ada.leave();
    await ben.leave();
  });

  test('that another moves while it is cropped stays moved, and one that is replaced is left as it is', async ({
    browser,
    server,
  }) => {
    const { ada, ben } = await twoWithPicture(browser, server.url);
    await ben.has(1);
    await isNamed(ben);
    const id = (await ada.elements())[0]?.id ?? '';
    const patch = (props: object) =>
      ben.page.evaluate(([one, change]) => window.gesso.board.patch(one, change), [id, props] as const);
    const frame = ada.page.getByRole('group', { name: 'Part of the picture' });
    await unselect(ada);
    await ada.page.mouse.dblclick(...middle);
    await frame.getByRole('button', { name: 'Upper edge' }).focus();
    await ada.page.keyboard.press('Shift+ArrowDown');
    await patch({ x: 700 });
    await expect.poll(async () => (await ada.elements())[0]?.x).toBe(700);
    await ada.page.keyboard.press('Enter');
    await expect.poll(async () => (await ben.elements())[0]).toMatchObject({ x: 700, y: 360, width: 200, height: 90 });

    await ada.page.keyboard.press('Enter');
    await frame.getByRole('button', { name: 'Upper edge' }).focus();
    await ada.page.keyboard.press('Shift+ArrowDown');
    await patch({ locked: true });
    await expect.poll(async () => (await ada.elements())[0]?.['locked']).toBe(true);
    await ada.page.keyboard.press('Enter');
    await expect(ada.page.getByText('Another person has replaced or locked this picture meanwhile.')).toBeVisible();
    expect((await ada.elements())[0]).toMatchObject({ y: 360, height: 90 });
    await ada.leave();
    await ben.leave();
  });
});
