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
    const [moment, play] = [bar.locator('.replay-now'), bar.getByRole('button', { name: /^(?:Play|Pause)$/ })];
    const middleOf = async (what: Locator) => {
      const { y = 0, height = 0 } = (await what.boundingBox()) ?? {};
      return Math.round(y + height / 2);
    };
    // When it was stands beside what is pressed, where there is room.
    expect(Math.abs((await middleOf(moment)) - (await middleOf(play)))).toBeLessThan(6);
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
    await expect(bar.getByRole('status')).toHaveText('1 goes1 as before1 comes back');
    // What it is worded as is also what it is marked as.
    await expect(ada.page.locator('.past-marks .past-gone path')).toHaveCount(1);
    expect(await violationsOn(ada.page)).toEqual([]);
    await bar.getByRole('button', { name: 'Take back' }).click();
    const question = ada.page.getByRole('dialog', { name: 'Take this back?' });
    await expect(question).toContainText(/^.*What .+ did in the last 15 minutes is taken back\./);
    await expect(question).toContainText('1 deleted element comes back.');
    await question.getByRole('button', { name: 'Take back' }).click();
    await expect(ada.page.locator('.toast')).toContainText(/Taken back: what .+ did in the last 15 minutes\./);
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

  test('is taken back on a phone, where it is in view above the bar', async ({ browser, server }) => {
    const ada = await open(browser, server.url, phone);
    await put(ada, box(-60, -40, { text: 'old' }));
    const ben = await open(browser, ada.address(), desk);
    await ben.has(1);
    await put(ben, box(900, 300, { text: 'far' }), box(900, 1_600, { text: 'away' }));
    await ben.sees('saved');
    await ada.has(3);
    const camera = () => ada.page.evaluate(() => window.gesso.camera.get());
    const before = await camera();
    await openHistory(ada);
    await panel(ada).getByRole('button', { name: 'Take back what someone did' }).tap();
    const bar = ada.page.getByRole('region', { name: 'Take back what someone did' });
    await expect(bar.getByRole('status')).toHaveText('2 go');
    const deed = bar.getByRole('button', { name: 'Take back' });
    await deed.tap();
    // Of what does not happen nothing is said.
    const question = ada.page.getByRole('dialog', { name: 'Take this back?' });
    await expect(question.getByRole('listitem')).toHaveText(['2 elements added since are removed.']);
    await question.getByRole('button', { name: 'Cancel' }).tap();
    const top = (await bar.boundingBox())?.y ?? 0;
    const marks = await ada.page.locator('.past-marks .past-gone path').boundingBox();
    expect([(marks?.x ?? -1) >= 0, (marks?.y ?? -1) >= 0]).toEqual([true, true]);
    expect((marks?.y ?? top) + (marks?.height ?? 0)).toBeLessThan(top);
    // Whose it is stays chosen where they did nothing in another time.
    const person = bar.getByRole('combobox', { name: 'Person' });
    const chosen = await person.inputValue();
    await ada.page.route('**/history?from=*', (route) =>
      route.continue({
        url: route
          .request()
          .url()
          .replace(/from=\d+/, `from=${Date.now() + 3_600_000}`),
      }),
    );
    await bar.getByRole('combobox', { name: 'In the last' }).selectOption('5');
    await expect(bar.getByRole('status')).toHaveText(/ did nothing in this time\.$/);
    await expect(deed).toBeDisabled();
    await expect(person).toHaveValue(chosen);
    await bar.getByRole('button', { name: 'Back', exact: true }).tap();
    await expect(panel(ada)).toBeVisible();
    expect(await camera()).toEqual(before);
    await ada.leave();
    await ben.leave();
  });
});
