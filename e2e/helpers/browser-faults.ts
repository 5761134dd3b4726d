import type { BrowserContext, Page } from '@playwright/test';
import { personAt } from './board-page.ts';
import { watchPolicy } from './policy.ts';

/** A browser whose stores, workers or typefaces fail or never answer, as a page meets it from its first line on. */

/** Uncaught errors of a page, from now on. */
export const errorsOf = (page: Page): string[] => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
};

/** Opens a page of this browser as a person, without waiting for the board. */
export const openPage = async (context: BrowserContext, url: string) => {
  await watchPolicy(context);
  const page = await context.newPage();
  const errors = errorsOf(page);
  await page.goto(url);
  await page.waitForFunction(() => window.gesso !== undefined);
  return { ...personAt(page, context), errors };
};

/** Deletes the copy of a board from another page of the same browser, as clearing the site's data does. */
export const clearCopy = async (context: BrowserContext, address: string): Promise<void> => {
  const { origin, pathname } = new URL(address);
  const other = await context.newPage();
  await other.goto(`${origin}/icon.svg`);
  await other.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error ?? new Error('not deleted'));
      }),
    `gesso:${pathname.split('/')[2] ?? ''}`,
  );
  await other.close();
};

/** Whether leaving the page would ask first. */
export const warnsOnLeaving = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const leaving = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(leaving);
    return leaving.defaultPrevented;
  });

/** Opening a database never fires any event. */
export const databasesNeverOpen = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  });

/** The browser never names its databases. */
export const databasesNeverNamed = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    IDBFactory.prototype.databases = () => new Promise(() => undefined);
  });

/** Every single write is refused while `window.diskFull` is true. */
export const diskCanBeFull = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...args: Parameters<typeof add>) {
      const request = add.apply(this, args);
      if (Reflect.get(window, 'diskFull') === true) this.transaction.abort();
      return request;
    };
  });

/** Opening a database is answered when `window.answer()` is called and not before. */
export const databasesOpenLate = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (this: IDBFactory, ...args: Parameters<typeof open>) {
      const late: Record<string, unknown> = {};
      const tell = (name: string, real: IDBOpenDBRequest) => () => {
        late['result'] = real.result;
        const listener = late[name];
        if (typeof listener === 'function') listener(new Event(name.slice(2)));
      };
      Reflect.set(window, 'answer', () => {
        const real = open.apply(this, args);
        real.onupgradeneeded = tell('onupgradeneeded', real);
        real.onsuccess = tell('onsuccess', real);
      });
      return late as unknown as IDBOpenDBRequest;
    };
  });
