import { createBoardDoc } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { App } from '../../ui/app-context.ts';
import { begin } from './work.ts';

/** Names of the channels that are open. */
const channels = new Set<string>();

/** A page that shows a board; `visitor` is set in a frame of another site. */
const page = (visitor: object | undefined) => {
  const session = {
    visitor,
    doc: createBoardDoc(),
    kept: signal('here'),
    copy: () => ({ name: 'gesso:abc' }),
    status: signal({ sync: 'offline' }),
    id: signal('abc'),
    storage: undefined,
    onBoard: (begun: (id: string) => () => void) => begun('abc'),
  };
  const editor = { name: signal('Plan'), role: signal('editor'), canEdit: signal(true) };
  return { session, editor } as unknown as App;
};

beforeEach(() => {
  class Channel extends EventTarget {
    readonly name: string;
    constructor(name: string) {
      super();
      this.name = name;
      channels.add(name);
    }
    postMessage(): void {}
    close(): void {
      channels.delete(this.name);
    }
  }
  vi.stubGlobal('BroadcastChannel', Channel);
  vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) });
});
afterEach(() => {
  vi.unstubAllGlobals();
  channels.clear();
});

test('tabs of a board are joined, but not in frames of other sites', () => {
  const stop = begin(page(undefined));
  expect([...channels]).toEqual(['gesso:abc']);
  stop();
  expect([...channels]).toEqual([]);
  const leave = begin(page({}));
  expect([...channels]).toEqual([]);
  leave();
});
