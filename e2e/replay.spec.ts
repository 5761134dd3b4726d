import { stat } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { open, type Person, put } from './helpers/board-page.ts';
import { desk, phone } from './helpers/context-menu.ts';
import { expect, test } from './helpers/test.ts';
import { isShown, openHistory, panel } from './helpers/versions.ts';
import { violationsOn } from './helpers/violations.ts';

const box = (x: number, y: number, more: object = {}) => ({
  ...{ kind: 'rect', x, y, width: 120, height: 80, fill: '#dbe1fd' },
  ...more,
});

/** What is pressed and seen while it is shown how a board was drawn. */
const replay = ({ page }: Person): Locator => page.getByRole('region', { name: 'Replay' });
const scrubber = (person: Person): Locator => replay(person).getByRole('slider', { name: 'Moment' });

async function watch(person: Person): Promise<void> {
  await openHistory(person);
  await panel(person).getByRole('button', { name: 'Watch how it was drawn' }).click();
  await isShown(person);
}

test.describe('how a board was drawn', () => {
  test('is played, gone through by keys and left', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    for (const x of [200, 400, 600]) await put(ada, box(x, 200));
    await ada.sees('saved');
    await watch(ada);
    const bar = replay(ada);
    await expect(panel(ada)).toBeHidden();
    await expect(bar.getByRole('button', { name: 'Play' })).toBeVisible();
    await ada.page.keyboard.press('Home');
    await expect(scrubber(ada)).toHaveValue('0');
    for (const _ of 'xx') await ada.page.keyboard.press('ArrowRight');
    const third = await scrubber(ada).inputValue();
    await ada.page.keyboard.press('ArrowRight');
    await expect(scrubber(ada)).not.toHaveValue(third);
    await ada.page.keyboard.press('ArrowLeft');
    await expect(scrubber(ada)).toHaveValue(third);
    expect(await violationsOn(ada.page)).toEqual([]);
    const saved = ada.page.waitForEvent('download');
    await bar.getByRole('button', { name: 'Record a video' }).click();
    const video = await saved;
    expect(video.suggestedFilename()).toMatch(/\.(?:mp4|webm)$/);
    expect((await stat(await video.path())).size).toBeGreaterThan(1_000);
    await ada.page.keyboard.press('Escape');
    await expect(bar).toBeHidden();
    await expect(panel(ada)).toBeVisible();
    expect(await ada.elements()).toHaveLength(3);
    await ada.leave();
  });

  test('is watched on a phone', async ({ browser, server }) => {
    const ada = await open(browser, server.url, { ...phone, reducedMotion: 'reduce' });
    await put(ada, box(-60, -40, { text: 'then' }));
    await ada.sees('saved');
    await watch(ada);
    // What moves by itself is not for everybody.
    await expect(scrubber(ada)).toHaveValue('0');
    await replay(ada).getByRole('button', { name: 'Play' }).tap();
    await expect(scrubber(ada)).not.toHaveValue('0');
    await replay(ada).getByRole('button', { name: 'Back', exact: true }).tap();
    await expect(panel(ada)).toBeVisible();
    await ada.leave();
  });

  test('is told to who comes back, and shown where it is', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    await put(ada, box(200, 200, { text: 'old' }), box(400, 200, { text: 'gone' }));
    const ben = await open(browser, ada.address(), desk);
    await ben.has(2);
    // Looked at long enough to be remembered.
    await expect.poll(() => ben.page.evaluate(() => localStorage.getItem('gesso.here'))).not.toBeNull();
    const address = ada.address();
    await ben.page.goto('about:blank');
    // A page that is left may go on for a while, and see what is done meanwhile.
    await expect(ada.page.getByRole('button', { name: /^Go to/ })).toHaveCount(0);
    await ada.page.evaluate(() => {
      const gone = window.gesso.board.elements().find((one) => one['text'] === 'gone');
      window.gesso.board.remove([String(gone?.['id'])]);
    });
    await put(ada, box(700, 300, { text: 'new' }));
    await ada.sees('saved');
    await ben.page.goto(address);
    const hint = ben.page.locator('.toast', { hasText: 'changed this board since you were here' });
    await hint.getByRole('button', { name: 'Show' }).click();
    const bar = ben.page.getByRole('region', { name: 'Since you were here' });
    await expect(bar).toContainText('2 changes');
    await expect(ben.page.locator('.since-glow path').first()).toBeVisible();
    await expect(ben.page.locator('.since-gone path')).toHaveCount(1);
    const camera = await ben.page.evaluate(() => window.gesso.camera.get());
    await bar.getByRole('button', { name: 'Next change' }).click();
    await expect(bar.getByRole('status')).toContainText(/1\/2 .+Deleted: Rectangle “gone”/);
    await bar.getByRole('button', { name: 'Next change' }).click();
    await expect(bar.getByRole('status')).toContainText(/2\/2 .+Added: Rectangle “new”/);
    expect(await ben.page.evaluate(() => window.gesso.camera.get())).not.toEqual(camera);
    expect(await violationsOn(ben.page)).toEqual([]);
    await ben.page.keyboard.press('Escape');
    await expect(bar).toBeHidden();
    expect(await ben.page.evaluate(() => window.gesso.camera.get())).toEqual(camera);
    await ada.leave();
    await ben.leave();
  });

  test('is taken back of one person, and what others did stays', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    const [shared = ''] = await put(ada, box(200, 200, { text: 'shared' }), box(400, 200, { text: 'doomed' }));
    const ben = await open(browser, ada.address(), desk);
    await ben.has(2);
    await put(ben, box(700, 300, { text: 'scribble' }));
    await ben.page.evaluate((id) => window.gesso.board.patch(id, { x: 900 }), shared);
    await ben.page.evaluate(() => {
      const doomed = window.gesso.board.elements().find((one) => one['text'] === 'doomed');
      window.gesso.board.remove([String(doomed?.['id'])]);
    });
    await ben.sees('saved');
    await expect.poll(async () => (await ada.elements()).map(({ x }) => x)).toEqual([900, 700]);
    await ada.page.evaluate((id) => window.gesso.board.patch(id, { color: '#c8323c' }), shared);
    await ada.sees('saved');
    await openHistory(ada);
    await panel(ada).getByRole('button', { name: 'Take back what someone did' }).click();
    const bar = ada.page.getByRole('region', { name: 'Take back what someone did' });
    await expect(bar.getByRole('status')).toHaveText('1 added1 changed1 deleted');
    expect(await violationsOn(ada.page)).toEqual([]);
    await bar.getByRole('button', { name: 'Take back' }).click();
    const question = ada.page.getByRole('dialog', { name: 'Take this back?' });
    await expect(question).toContainText('1 deleted element comes back.');
    await question.getByRole('button', { name: 'Take back' }).click();
    const now = async () => (await ben.elements()).map(({ text, x, color }) => `${String(text)} ${x} ${String(color)}`);
    await expect
      .poll(async () => (await now()).sort())
      .toEqual([expect.stringMatching(/^doomed 400/), 'shared 200 #c8323c']);
    await ada.page.keyboard.press('Control+z');
    await expect
      .poll(async () => (await now()).sort())
      .toEqual([expect.stringMatching(/^scribble 700/), 'shared 900 #c8323c']);
    await ada.leave();
    await ben.leave();
  });
});
