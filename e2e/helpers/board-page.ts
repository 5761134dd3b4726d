import type { Browser, BrowserContext, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { watchPolicy } from './policy.ts';

/** A point on the screen, CSS pixels. */
export type Spot = readonly [x: number, y: number];

/** A plain element as `window.gesso` gives it. */
export interface PlainElement {
  readonly id: string;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly points?: readonly (readonly number[])[];
  readonly [property: string]: unknown;
}

interface Scripting {
  readonly ready: Promise<void>;
  settled(): Promise<void>;
  status(): { sync: string; reason?: string; role: string; peers: number; unsaved: number };
  undo(): void;
  redo(): void;
  tool(name: string): void;
  select(ids: readonly string[]): void;
  exportBlob(options: Record<string, unknown>): Promise<Blob>;
  readonly board: {
    elements(): PlainElement[];
    add(elements: unknown): string[];
    patch(id: string, props: unknown): void;
    remove(ids: readonly string[]): void;
  };
  readonly camera: {
    get(): { x: number; y: number; zoom: number };
    set(camera: { x?: number; y?: number; zoom?: number }): void;
    fit(): void;
  };
}

/** The scripting API as the page has it. Only for use inside `page.evaluate`. */
declare global {
  interface Window {
    gesso: Scripting;
  }
}

/** One person at one browser, in a person's verbs. */
export interface Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Draws with the pen that is already in hand, as real pointer events. */
  draw(spots: readonly Spot[]): Promise<void>;
  pick(tool: string): Promise<void>;
  /** Takes one of the shapes that stand behind one button. */
  pickShape(form: string): Promise<void>;
  /** Points at the style panel, which opens, and returns it. */
  styles(): Promise<Locator>;
  drag(from: Spot, to: Spot): Promise<void>;
  elements(): Promise<PlainElement[]>;
  status(): Promise<{ sync: string; reason?: string; role: string; peers: number; unsaved: number }>;
  /** Waits until the status line says this. */
  sees(sync: string): Promise<void>;
  /** Waits until this many elements are on the board. */
  has(count: number): Promise<void>;
  /** What the canvas shows, without the interface over it. */
  picture(): Promise<Buffer>;
  address(): string;
  leave(): Promise<void>;
}

/** Goes to an address in a browser that has everything it will need. */
export const arrive = async (context: BrowserContext, url: string): Promise<Person> => {
  await watchPolicy(context);
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.gesso !== undefined);
  await page.evaluate(() => window.gesso.ready);
  return personAt(page, context);
};

/** Opens an address as a new person: fresh cookies, fresh storage. */
export const open = async (browser: Browser, url: string, options: object = {}): Promise<Person> =>
  arrive(await browser.newContext(options), url);

/** Opens the board of its owner as a new person, by a link of this role. */
export const openAs = async (
  role: 'viewer' | 'commenter' | 'editor',
  browser: Browser,
  owner: Person,
  options: object = {},
): Promise<Person> => {
  const { origin, pathname } = new URL(owner.address());
  const answer = await owner.page.request.post(`${origin}/api/boards/${pathname.split('/').at(-1)}/links`, {
    data: { role },
    headers: { origin },
  });
  const { url } = await answer.json();
  return open(browser, url, options);
};

/** Puts elements on a board by script, with the select tool in hand. Returns their ids. */
export const put = ({ page }: Person, ...elements: readonly object[]): Promise<string[]> =>
  page.evaluate((list) => {
    const ids = window.gesso.board.add(list);
    window.gesso.tool('select');
    return ids;
  }, elements);

/** The same where there are no workers, or that one cannot be had. */
export const openWithout = async (
  lack: 'workers' | 'tile-worker' | 'png-worker' | 'context-menu-work',
  browser: Browser,
  url: string,
  options: object = {},
): Promise<Person> => {
  const context = await browser.newContext(options);
  if (lack === 'workers') await context.addInitScript(() => Reflect.deleteProperty(window, 'Worker'));
  else await context.route(`**/${lack}*`, (route) => route.abort());
  return arrive(context, url);
};

/**
 * Opens an address as a person whose network keeps back what is asked for at `path`, until `letGo` is called.
 */
export const openHolding = async (
  path: RegExp,
  browser: Browser,
  url: string,
): Promise<{ readonly person: Person; readonly letGo: () => void }> => {
  const context = await browser.newContext();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await context.route(path, async (route) => {
    await held;
    await route.continue();
  });
  return { person: await arrive(context, url), letGo: () => letGo() };
};

export const personAt = (page: Page, context: BrowserContext): Person => ({
  page,
  context,
  async draw(spots) {
    const [first, ...rest] = spots;
    if (first === undefined) return;
    await page.mouse.move(...first);
    await page.mouse.down();
    for (const spot of rest) await page.mouse.move(...spot);
    await page.mouse.up();
  },
  pick: (tool) => page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: tool, exact: true }).click(),
  async pickShape(form) {
    await page.locator('.toolbar .more').click({ button: 'right' });
    await page.getByRole('toolbar', { name: 'Shapes' }).getByRole('button', { name: form, exact: true }).click();
  },
  async styles() {
    const panel = page.getByRole('region', { name: 'Style' });
    await panel.getByRole('button', { name: 'Style', exact: true }).hover();
    return panel;
  },
  async drag(from, to) {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await page.mouse.move(...to);
    await page.mouse.up();
  },
  elements: () => page.evaluate(() => window.gesso.board.elements()),
  status: () => page.evaluate(() => window.gesso.status()),
  sees: (sync) => expect(page.locator('.status')).toHaveAttribute('data-sync', sync),
  has: (count) => expect.poll(() => page.evaluate(() => window.gesso.board.elements().length)).toBe(count),
  async picture() {
    await page.evaluate(() => window.gesso.settled());
    const showInterface = (visibility: string) =>
      page.evaluate((value) => {
        for (const node of document.querySelectorAll<HTMLElement>('.app > :not(.surface)'))
          node.style.visibility = value;
      }, visibility);
    await showInterface('hidden');
    const picture = await page.locator('.surface').screenshot();
    await showInterface('');
    return picture;
  },
  address: () => page.url(),
  leave: () => context.close(),
});
