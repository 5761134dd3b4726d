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
});
