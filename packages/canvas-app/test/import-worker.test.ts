import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { importLimits } from '../src/features/import/limits.ts';
import { openFile } from '../src/features/import/open-file.ts';

/** A worker that a test speaks for. */
class FakeWorker {
  static readonly all: FakeWorker[] = [];
  readonly asked: { readonly name?: string; readonly id?: number }[] = [];
  isEnded = false;
  private hear: ((event: { readonly data: unknown }) => void) | undefined;
  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(message: { readonly name?: string; readonly id?: number }) {
    this.asked.push(message);
  }
  addEventListener(type: string, listener: (event: { readonly data: unknown }) => void) {
    if (type !== 'message') return;
    this.hear = listener;
    queueMicrotask(() => this.say({ type: 'ready' }));
  }
  say(data: unknown) {
    this.hear?.({ data });
  }
  terminate() {
    this.isEnded = true;
  }
}

const job = () => ({ bytes: new TextEncoder().encode('# A\n- b'), format: 'markdown', board: undefined }) as const;

beforeEach(() => {
  FakeWorker.all.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('OffscreenCanvas', class {});
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a worker that reads a file', () => {
  test('is ended when it takes too long, whatever it is at', async () => {
    const opening = openFile(job(), new AbortController().signal).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(importLimits.ms + 1);
    expect(await opening).toMatchObject({ detail: 'file.tooSlow' });
    expect(FakeWorker.all.map(({ isEnded }) => isEnded)).toEqual([true]);
  });
});
