import { open, openAs, type Person, put } from './helpers/board-page.ts';
import { desk, phone } from './helpers/context-menu.ts';
import { differingPixels } from './helpers/pixels.ts';
import { expect, test } from './helpers/test.ts';
import { bar, isShown, nameVersion, openHistory, panel, row } from './helpers/versions.ts';
import { violationsOn } from './helpers/violations.ts';

const box = (x: number, y: number, more: object = {}) => ({
  ...{ kind: 'rect', x, y, width: 120, height: 80, fill: '#dbe1fd' },
  ...more,
});

const texts = async (person: Person) => (await person.elements()).map(({ text, x }) => `${String(text)} ${x}`).sort();

test.describe('the history of a board', () => {
  test('has a version that is named, looked at, compared and restored while another draws on', async ({
    browser,
    server,
  }) => {
    const ada = await open(browser, server.url, desk);
    const [moved = '', gone = ''] = await put(
      ada,
      box(200, 200, { text: 'moved' }),
      box(400, 200, { text: 'gone' }),
      box(600, 200, { text: 'same' }),
    );
    const ben = await open(browser, ada.address(), desk);
    await ben.has(3);
    await openHistory(ada);
    await nameVersion(ada, 'First draft');
    const before = await ada.picture();

    await ada.page.evaluate(
      ([one, other]) => {
        window.gesso.board.patch(one ?? '', { y: 420 });
        window.gesso.board.remove([other ?? '']);
        window.gesso.board.add([{ kind: 'rect', x: 300, y: 500, width: 90, height: 60, text: 'added' }]);
      },
      [moved, gone],
    );
    await ben.has(3);
    const after = await texts(ada);

    // It is in the place of the board: nothing is drawn, and nothing is taken back.
    await row(ada, 'First draft').click();
    await isShown(ada);
    await expect(bar(ada)).toContainText(/^As of .+First draft/);
    // What names the board as it is now would seem to name this.
    await expect(panel(ada).getByRole('textbox')).toBeHidden();
    await expect(ada.page.getByRole('toolbar', { name: 'Tools' })).toBeHidden();
    expect(differingPixels(before, await ada.picture(), 700)).toBeLessThan(300);
    await ada.page.keyboard.press('p');
    await ada.drag([300, 300], [380, 340]);
    await ada.page.keyboard.press('Control+z');
    await ada.page.keyboard.press('Control+a');
    await ada.page.keyboard.press('Delete');
    expect(await texts(ada)).toEqual(after);
    const camera = await ada.page.evaluate(() => window.gesso.camera.get());
    expect([camera.x, camera.y]).toEqual([-80, -40]);

    // What differs is marked and counted, also of what the other does now.
    await bar(ada).getByRole('button', { name: 'Compare with now' }).click();
    await expect(bar(ada).getByRole('status').last()).toHaveText('1 added1 changed1 deleted');
    await put(ben, box(800, 500, { text: 'meanwhile' }));
    await expect(bar(ada).getByRole('status').last()).toHaveText('2 added1 changed1 deleted');
    await expect(ada.page.locator('.past-marks .past-gone')).toBeVisible();
    expect(await violationsOn(ada.page)).toEqual([]);
    await ada.page.keyboard.press('Escape');
    await expect(bar(ada)).toBeHidden();
    await expect(ada.page.getByRole('toolbar', { name: 'Tools' })).toBeVisible();

    // What the other draws after the moment of the restoration stays, and one undo takes back all of it.
    await row(ada, 'First draft').click();
    await bar(ada).getByRole('button', { name: 'Restore' }).click();
    const question = ada.page.getByRole('dialog', { name: 'Restore this version?' });
    await expect(question).toContainText('2 elements added since are removed.');
    await expect(question).toContainText('1 element is again as it was.');
    await expect(question).toContainText('1 deleted element comes back.');
    await question.getByRole('button', { name: 'Restore' }).click();
    await expect.poll(() => texts(ben)).toEqual(['gone 400', 'moved 200', 'same 600']);
    await put(ben, box(900, 300, { text: 'later' }));
    await ada.has(4);
    const toast = ada.page.locator('.toast', { hasText: 'Restored: First draft' });
    await toast.getByRole('button', { name: 'Undo' }).click();
    const whole = [...after, 'later 900', 'meanwhile 800'].sort();
    await expect.poll(() => texts(ada)).toEqual(whole);
    await expect.poll(() => texts(ben)).toEqual(whole);
    await ada.leave();
    await ben.leave();
  });

  test('is a list that is walked by keys, where versions are renamed and deleted', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    await put(ada, box(200, 200));
    await openHistory(ada);
    await nameVersion(ada, 'One');
    await put(ada, box(400, 200));
    await nameVersion(ada, 'Two');
    await row(ada, 'Two').focus();
    await ada.page.keyboard.press('ArrowDown');
    await expect(row(ada, 'One')).toBeFocused();
    await ada.page.keyboard.press('Enter');
    await isShown(ada);
    await expect(row(ada, 'One')).toBeFocused();
    await ada.page.keyboard.press('ArrowUp');
    await ada.page.keyboard.press('Enter');
    await expect(bar(ada)).toContainText('Two');
    await ada.page.keyboard.press('Escape');
    await expect(bar(ada)).toBeHidden();

    await panel(ada).getByRole('button', { name: 'Rename “One”' }).click();
    await expect(panel(ada).getByRole('textbox', { name: 'Name of the version' })).toBeFocused();
    await ada.page.keyboard.type('Uno');
    await ada.page.keyboard.press('Enter');
    await expect(row(ada, 'Uno')).toBeVisible();
    await panel(ada).getByRole('button', { name: 'Delete “Uno”' }).click();
    await panel(ada).getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(row(ada, 'Uno')).toBeHidden();
    await expect(row(ada, 'Two')).toBeVisible();
    expect(await violationsOn(ada.page)).toEqual([]);
    await ada.leave();
  });

  test('names all who changed something in the minutes of a version', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    await put(ada, box(200, 200));
    const ben = await open(browser, ada.address(), desk);
    await ben.has(1);
    await put(ben, box(400, 200));
    await ben.sees('saved');
    await ada.has(2);
    await put(ada, box(600, 200));
    await ada.sees('saved');
    await openHistory(ada);
    // A name made up for who has none is two words.
    await expect(panel(ada).locator('[data-version]').first()).toContainText(/\w+ \w+ and \w+ \w+/);
    await ada.leave();
    await ben.leave();
  });

  test('is looked at by a viewer, who cannot restore', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    await put(ada, box(200, 200, { text: 'then' }));
    await openHistory(ada);
    await nameVersion(ada, 'Seen by all');
    const ben = await openAs('viewer', browser, ada, desk);
    await openHistory(ben);
    await expect(panel(ben).getByRole('textbox')).toBeHidden();
    await expect(panel(ben).getByRole('button', { name: /^(?:Rename|Delete)/ })).toBeHidden();
    await row(ben, 'Seen by all').click();
    await isShown(ben);
    await expect(bar(ben).getByRole('button', { name: 'Compare with now' })).toBeVisible();
    await expect(bar(ben).getByRole('button', { name: 'Restore' })).toBeHidden();
    await ada.leave();
    await ben.leave();
  });

  test('says that it cannot be had, and comes with another try', async ({ browser, server }) => {
    const ada = await open(browser, server.url, desk);
    await put(ada, box(200, 200));
    await ada.sees('saved');
    await ada.page.route('**/versions?*', (route) => route.abort());
    await openHistory(ada);
    const again = panel(ada).getByRole('button', { name: 'Try again' });
    await expect(again).toBeVisible();
    await ada.page.unroute('**/versions?*');
    await again.click();
    await expect(panel(ada).getByRole('textbox', { name: 'Name the board as it is now' })).toBeVisible();
    await ada.leave();
  });

  test('is a sheet on a phone, which gives way to what is looked at', async ({ browser, server }) => {
    const ada = await open(browser, server.url, phone);
    await put(ada, box(-60, -40, { text: 'then' }));
    await openHistory(ada);
    await nameVersion(ada, 'On the way');
    // It comes up from below.
    const edges = async () => {
      const sheet = await panel(ada).boundingBox();
      return [sheet?.x, sheet?.width, (sheet?.y ?? 0) + (sheet?.height ?? 0)];
    };
    await expect.poll(edges).toEqual([0, 390, 844]);
    await row(ada, 'On the way').tap();
    await isShown(ada);
    await expect(panel(ada)).toBeHidden();
    await bar(ada).getByRole('button', { name: 'Back' }).tap();
    await expect(panel(ada)).toBeVisible();
    await ada.leave();
  });
});
