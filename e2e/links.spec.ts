import { open } from './helpers/board-page.ts';
import { expect, test } from './helpers/test.ts';

test('a link is put behind a shape, opened by a colleague, and taken away', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  const ben = await open(browser, ada.address());
  await ada.page.evaluate(() => {
    const ids = window.gesso.board.add([{ kind: 'rect', x: 400, y: 300, width: 160, height: 90, fill: '#dbe1fd' }]);
    window.gesso.tool('select');
    window.gesso.select(ids);
  });
  await ada.page.keyboard.press('Control+k');
  const field = ada.page.getByRole('textbox', { name: 'Address' });
  await field.fill('javascript:alert(1)');
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('alert').filter({ hasText: 'no address' })).toBeVisible();
  await field.fill('example.org/plan');
  await ada.page.keyboard.press('Enter');
  await expect(field).toHaveCount(0);
  expect((await ada.elements())[0]).toMatchObject({ link: 'https://example.org/plan' });

  await expect.poll(async () => (await ben.elements())[0]?.['link']).toBe('https://example.org/plan');
  await ben.pick('Select');
  await ben.page.mouse.move(480, 345);
  const chip = ben.page.getByRole('link', { name: 'Open example.org/plan' });
  await expect(chip).toHaveAttribute('href', 'https://example.org/plan');
  await expect(chip).toHaveAttribute('rel', /noopener/);
  await ben.page.mouse.move(480, 388);
  await chip.hover();
  await expect(chip).toBeVisible();

  await ada.page.keyboard.press('Control+k');
  await ada.page.getByRole('button', { name: 'Remove link' }).click();
  expect((await ada.elements())[0]).not.toHaveProperty('link');
  await ada.page.keyboard.press('Control+z');
  expect((await ada.elements())[0]).toMatchObject({ link: 'https://example.org/plan' });
  await ada.leave();
  await ben.leave();
});

test('an address that is pasted is a text with its link', async ({ browser, server }) => {
  const ada = await open(browser, server.url);
  await ada.page.mouse.move(500, 300);
  await ada.page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'https://example.org/');
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await ada.has(1);
  expect((await ada.elements())[0]).toMatchObject({
    kind: 'text',
    text: 'https://example.org/',
    link: 'https://example.org/',
    marks: [{ from: 0, to: 20, link: 'https://example.org/' }],
  });
  await expect(ada.page.getByRole('link', { name: 'Open example.org' })).toBeVisible();
  await ada.leave();
});

test('where letters of a note lead is offered to who points at it, and to a finger that taps it', async ({
  browser,
  server,
}) => {
  const ada = await open(browser, server.url);
  await ada.page.evaluate(() => {
    const marks = [
      { from: 0, to: 4, link: 'https://example.org/plan' },
      { from: 9, to: 14, link: 'mailto:ann@example.org' },
    ];
    window.gesso.board.add([
      { kind: 'sticky', x: 400, y: 200, width: 200, height: 200, text: 'plan and words', marks },
    ]);
    window.gesso.tool('select');
    window.gesso.select([]);
  });
  await ada.sees('saved');
  await ada.page.mouse.move(440, 240);
  await expect(ada.page.getByRole('link', { name: 'Open example.org/plan' })).toBeVisible();
  await expect(ada.page.getByRole('link', { name: 'Open ann@example.org' })).toBeVisible();
  const ben = await open(browser, ada.address(), {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await ben.has(1);
  await ben.page.evaluate(() => {
    window.gesso.camera.set({ x: 350, y: 50, zoom: 1 });
    window.gesso.tool('select');
  });
  await ben.page.touchscreen.tap(150, 250);
  const link = ben.page.getByRole('link', { name: 'Open example.org/plan' });
  await expect(link).toBeVisible();
  expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await ada.leave();
  await ben.leave();
});
