import { createBoardDoc, openBoard } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { afterEach, expect, test, vi } from 'vitest';
import type { App } from '../../ui/app-context.ts';
import { createShellState } from '../../ui/shell.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('./begin-anew.ts');
  vi.resetModules();
});

/** A page of which the server has left something out, and what its status was each time that it began anew. */
const page = async () => {
  const status = signal({ sync: 'saved', unsaved: 0 });
  const begun: string[] = [];
  vi.stubGlobal('window', { location: { reload: () => begun.push(status.peek().sync) } });
  const shell = createShellState();
  const app = {
    editor: { board: openBoard(createBoardDoc()) },
    session: {
      status,
      storage: { length: 0, key: () => null, getItem: () => null, setItem() {}, removeItem() {} },
      id: signal('b'),
      copy: () => undefined,
      connection: { told: signal({ code: 'COMMENT_LEFT_OUT', message: 'Comments were left out.' }) },
      onCollision() {},
    },
    shell,
  } as unknown as App;
  const { rescue } = await import('./index.ts');
  rescue.start?.(app);
  await vi.waitFor(() => expect(shell.toasts.value).toHaveLength(1));
  return { status, begun, shell };
};

test('a page that begins anew leaves nothing behind that was drawn since all was stored', async () => {
  const { status, begun, shell } = await page();
  shell.offering()?.();
  status.value = { sync: 'saving', unsaved: 1 };
  await vi.waitFor(() => expect(begun).toHaveLength(1));
  expect(begun).toEqual(['saved']);
});

test('a page begins anew as soon as all is stored, and not before', async () => {
  const { status, begun, shell } = await page();
  status.value = { sync: 'saving', unsaved: 1 };
  shell.offering()?.();
  expect(begun).toEqual([]);
  status.value = { sync: 'saved', unsaved: 0 };
  expect(begun).toEqual(['saved']);
});

test('what was left out is said also where the rest of it cannot be fetched', async () => {
  vi.doMock('./begin-anew.ts', () => {
    throw new TypeError('offline');
  });
  const { shell } = await page();
  expect(shell.toasts.value).toMatchObject([{ tone: 'error', action: undefined }]);
});
