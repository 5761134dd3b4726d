import { expect, type Locator, type Page } from '@playwright/test';

/**
 * What of the controls in `within` a person cannot press: each that is beyond the window, under something else, or, where fingers press, less
 * than about 44 px high. Those inside a part that scrolls are brought into view first when they are to be `scrolled` to.
 */
export const outOfReach = (within: Locator, scrolled = false): Promise<readonly string[]> =>
  within.evaluate((root, scrolls) => {
    const isCoarse = matchMedia('(pointer: coarse)').matches;
    const faults: string[] = [];
    for (const control of root.querySelectorAll<HTMLElement>('button, input')) {
      if (!control.checkVisibility({ visibilityProperty: true })) continue;
      if (scrolls) control.scrollIntoView({ block: 'center' });
      const { left, right, top, bottom } = control.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const isOut = left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
      const name = control.getAttribute('aria-label') ?? control.textContent;
      const isAt = (dy: number) => {
        const there = document.elementFromPoint(x, y + dy);
        return there !== null && (control.contains(there) || there.closest('label')?.contains(control));
      };
      if (isOut) faults.push(`${name} is beyond the window`);
      else if (!isAt(0)) faults.push(`${name} is under something else`);
      else if (isCoarse && !(isAt(-20) && isAt(20))) faults.push(`${name} is too low for a finger`);
    }
    return faults;
  }, scrolled);

/** The controls in `within` that have more to say than they show. */
export const cutOff = (within: Locator): Promise<readonly string[]> =>
  within.evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>('button')]
      .filter(
        (one) =>
          one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1),
      )
      .map((one) => one.getAttribute('aria-label') ?? one.textContent),
  );

/** Presses as the page is operated: by a finger where there is one. */
export const press = async (page: Page, control: Locator): Promise<void> => {
  if (await page.evaluate(() => matchMedia('(pointer: coarse)').matches)) await control.tap();
  else await control.click();
};

export const toolbar = (page: Page): Locator => page.getByRole('toolbar', { name: 'Tools', exact: true });
export const more = (page: Page): Locator => toolbar(page).getByRole('button', { name: 'More tools', exact: true });

/**
 * Takes what the toolbar has by presses alone, from behind its last button where it has no room beside the others. `pressed`: how it is
 * pressed; two taps of one button may come so fast after each other here that they are a double tap.
 */
export const take = async (
  page: Page,
  name: string,
  pressed = (control: Locator): Promise<void> => press(page, control),
): Promise<void> => {
  const inRow = toolbar(page).getByRole('button', { name, exact: true });
  // The row takes what it has room for in the frame after the window has become another.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  if ((await inRow.count()) > 0) await pressed(inRow);
  else {
    await pressed(more(page));
    const flyout = page.getByRole('toolbar', { name: 'More tools' });
    await expect(flyout.getByRole('button', { name, exact: true })).toBeVisible();
    expect(await outOfReach(flyout)).toEqual([]);
    await pressed(flyout.getByRole('button', { name, exact: true }));
    await expect(flyout).toBeHidden();
  }
  // A picture is asked for, and no tool.
  if (name !== 'Picture') await expect(inRow).toHaveAttribute('aria-pressed', 'true');
};
