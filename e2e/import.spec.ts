import type { Page } from '@playwright/test';
import { open, type Person } from './helpers/board-page.ts';
import { type GivenFile, give } from './helpers/pictures.ts';
import { decodePng } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';

/** Pastes text as the browser does. */
const pasteText = (page: Page, text: string) =>
  page.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data });
    document.querySelector('.surface')?.dispatchEvent(event);
  }, text);

const middle = [640, 400] as const;

const gesso = (elements: readonly object[]): GivenFile => ({
  name: 'plan.gesso',
  type: '',
  bytes: Buffer.from(JSON.stringify({ type: 'gesso/board', version: 1, name: 'Plan', elements })),
});
const two = gesso([
  { id: 'one---------', kind: 'rect', x: 5_000, y: 5_000, width: 100, height: 60, text: 'one' },
  { id: 'two---------', kind: 'sticky', x: 5_200, y: 5_000, width: 100, height: 100, text: 'two' },
]);

const excalidraw = (elements: readonly object[]): GivenFile => ({
  name: 'sketch.excalidraw',
  type: '',
  bytes: Buffer.from(JSON.stringify({ type: 'excalidraw', version: 2, elements, files: {} })),
});
const sketch = excalidraw([
  { id: 'a', type: 'rectangle', x: 0, y: 0, width: 120, height: 80, strokeColor: '#1971c2', isDeleted: false },
  { id: 'b', type: 'ellipse', x: 200, y: 0, width: 120, height: 80, strokeColor: '#1971c2', isDeleted: false },
  { id: 'c', type: 'embeddable', x: 0, y: 200, width: 120, height: 80, link: 'https://example.com' },
  { id: 'd', type: 'image', x: 0, y: 200, width: 120, height: 80, fileId: 'gone' },
]);

const textsOf = async (person: Person) => (await person.elements()).map(({ text }) => text);

/** Opens a file from the menu. */
const openFromMenu = async ({ page }: Person, file: GivenFile, press: 'click' | 'tap' = 'click') => {
  await page.getByRole('button', { name: 'Menu', exact: true })[press]();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'Open a file' })[press]();
  await (await chooser).setFiles({ name: file.name, mimeType: 'application/octet-stream', buffer: file.bytes });
};

test.describe('a file with a board', () => {
  test('opens from the menu in the middle of the view, as one step', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    // The page goes on meanwhile: it is not read there.
    const worker = ada.page.waitForEvent('worker', (one) => /read-worker/.test(one.url()));
    await openFromMenu(ada, two);
    await worker;
    await ada.has(2);
    expect(await textsOf(ada)).toEqual(['one', 'two']);
    const [one] = await ada.elements();
    expect(one).toMatchObject({ x: 490 });
    await expect(ada.page.getByText('Brought 2 elements.')).toBeVisible();
    await ada.page.keyboard.press('Control+z');
    await ada.has(0);
    await ada.leave();
  });

  test('lies where it is dropped; what could not be carried is told, with a list', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const ben = await open(browser, ada.address());
    await give(ada.page, 'drop', [sketch], [400, 300]);
    await ben.has(2);
    const [box] = await ben.elements();
    expect(box).toMatchObject({ kind: 'rect', x: 240, y: 260, color: '#1971c2' });
    const sentence = 'Brought 2 elements; 2 could not be carried: 1 embedded page, 1 picture without its file.';
    await expect(ada.page.getByText(sentence)).toBeVisible();
    await ada.page.getByRole('button', { name: 'Details' }).click();
    const dialog = ada.page.getByRole('dialog', { name: 'What was brought' });
    await expect(dialog.getByRole('listitem')).toHaveText(['1 embedded page', '1 picture without its file']);
    await ada.leave();
    await ben.leave();
  });

  test('comes without what no board holds, and with all else', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    const far = (id: string, to: number) => ({
      ...{ id, type: 'freedraw', x: 0, y: 0, width: 1, height: 1, pressures: [], strokeColor: '#000000' },
      points: [
        [0, 0],
        [to, 5],
      ],
    });
    const near = { id: 'g', type: 'rectangle', x: 0, y: 0, width: 50, height: 50, strokeColor: '#000000' };
    await give(ada.page, 'drop', [excalidraw([near, far('a', 2e7), far('b', 1e300)])], middle);
    await expect(ada.page.getByText('Brought one element; 2 could not be carried')).toBeVisible();
    await ada.has(1);
    await give(ada.page, 'drop', [excalidraw([far('a', 2e7)])], middle);
    await expect(ada.page.getByText('There is nothing in “sketch.excalidraw” that a board can hold.')).toBeVisible();
    await ada.has(1);
    await ada.leave();
  });

  test('is pasted, as a file and as what was copied in Excalidraw', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await give(ada.page, 'paste', [two], middle);
    await ada.has(2);
    const copied = sketch.bytes.toString().replace('"excalidraw"', '"excalidraw/clipboard"');
    await pasteText(ada.page, copied);
    await expect.poll(async () => (await ada.elements()).some(({ kind }) => kind === 'ellipse')).toBe(true);
    await ada.leave();
  });

  test('is text that is a drawing, read as soon as the board is open, and lies beside what is there', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url);
    await pasteText(ada.page, 'graph TD\n\tA[First] --> B[Then]');
    await ada.has(3);
    await pasteText(ada.page, '<svg viewBox="0 0 100 100"><rect width="90" height="90" fill="#ff0000"/></svg>');
    await ada.has(4);
    const elements = await ada.elements();
    const [first, , , rect] = elements;
    expect(elements.map(({ kind }) => kind)).toEqual(['rect', 'rect', 'arrow', 'rect']);
    expect(Number(rect?.x)).toBeGreaterThan(Number(first?.x) + Number(first?.['width']));
    await ada.leave();
  });

  test('is lines that are words first, and a map of them where a person wants that', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await pasteText(ada.page, '- Plan\n  - Draw\n  - Talk');
    await ada.has(1);
    await ada.page.getByRole('button', { name: 'As a mind map' }).click();
    await expect
      .poll(async () => (await ada.elements()).filter(({ kind }) => kind === 'arrow' || kind === 'line'))
      .toHaveLength(2);
    expect((await ada.elements()).filter(({ kind }) => kind === 'text')).toEqual([]);
    await ada.leave();
  });

  test('that is damaged, or no board, is refused with what to do', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await give(ada.page, 'drop', [{ ...two, bytes: two.bytes.subarray(0, 90) }], middle);
    await expect(ada.page.getByText('“plan.gesso” is damaged or not complete')).toBeVisible();
    await give(ada.page, 'drop', [{ name: 'song.mp3', type: 'audio/mpeg', bytes: Buffer.from('ID3') }], middle);
    await expect(ada.page.getByText('Gesso cannot open “song.mp3”')).toBeVisible();
    await ada.has(0);
    await ada.leave();
  });

  test('is refused to who may only look', async ({ browser, server }) => {
    const ada = await open(browser, server.url);
    await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ada.page.getByRole('button', { name: 'Share', exact: true }).click();
    const links = ada.page.getByRole('region', { name: 'Can view' });
    await links.getByRole('button', { name: 'Copy link', exact: true }).click();
    const vera = await open(browser, await ada.page.evaluate(() => navigator.clipboard.readText()));
    await give(vera.page, 'drop', [two], middle);
    await expect(vera.page.getByText('Your link does not allow this.')).toBeVisible();
    await vera.has(0);
    await ada.leave();
    await vera.leave();
  });

  test('opens on a phone', async ({ browser, server }) => {
    const ada = await open(browser, server.url, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await openFromMenu(ada, two, 'tap');
    await ada.has(2);
    await expect(ada.page.getByText('Brought 2 elements.')).toBeVisible();
    await ada.leave();
  });
});

/** The file that the export panel gives. */
const exported = async ({ page }: Person, format: 'PNG' | 'SVG'): Promise<GivenFile> => {
  await page.keyboard.press('Control+Shift+e');
  const dialog = page.getByRole('dialog', { name: 'Export image' });
  await dialog.getByRole('button', { name: format }).click();
  await expect(dialog.getByRole('checkbox', { name: 'Keep the board inside' })).toBeChecked();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const stream = await (await download).createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  const type = format === 'PNG' ? 'image/png' : 'image/svg+xml';
  return { name: `plan.${format.toLowerCase()}`, type, bytes: Buffer.concat(parts) };
};

test.describe('a picture that keeps its board', () => {
  for (const format of ['PNG', 'SVG'] as const)
    test(`${format}: brings back on its own board what is gone, and comes as copies on another`, async ({
      browser,
      server,
    }) => {
      const ada = await open(browser, server.url);
      const cy = await open(browser, server.url);
      await give(ada.page, 'drop', [two], middle);
      await ada.has(2);
      await ada.sees('saved');
      const picture = await exported(ada, format);
      if (format === 'PNG') expect(decodePng(picture.bytes).width).toBeGreaterThan(100);
      const before = await ada.elements();
      const [one, other] = before;
      await ada.page.evaluate(
        ([gone = '', kept = '']) => {
          window.gesso.board.remove([gone]);
          window.gesso.board.patch(kept, { text: 'changed' });
        },
        [one?.id, other?.id],
      );
      await ada.has(1);
      await give(ada.page, 'drop', [picture], [200, 200]);
      await ada.has(2);
      expect(await ada.elements()).toEqual([one, { ...other, text: 'changed' }]);
      await give(cy.page, 'drop', [picture], middle);
      await cy.has(2);
      expect(await textsOf(cy)).toEqual(['one', 'two']);
      expect((await cy.elements()).map(({ id }) => id)).not.toContain(one?.id);
      await ada.leave();
      await cy.leave();
    });
});
