import type { Browser, Locator } from '@playwright/test';
import { open, type Person } from './board-page.ts';

export const desk = { viewport: { width: 1280, height: 800 } };
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const box = (x: number, y: number, more: object = {}) => ({
  ...{ kind: 'rect', x, y, width: 100, height: 60, fill: '#dbe1fd' },
  ...more,
});

/** The menu of what is there. */
export const menuOf = ({ page }: Person): Locator => page.getByRole('menu', { name: 'What can be done here' });
/** A row of it. */
export const entry = (person: Person, name: string): Locator =>
  menuOf(person).getByRole(/^(?:Dot grid|Map)/.test(name) ? 'menuitemcheckbox' : 'menuitem', { name });
export const cameraOf = ({ page }: Person) => page.evaluate(() => window.gesso.camera.get());
export const rightClick = ({ page }: Person, x: number, y: number) => page.mouse.click(x, y, { button: 'right' });

export const arrive = (browser: Browser, url: string, options: object = desk) => open(browser, url, options);
