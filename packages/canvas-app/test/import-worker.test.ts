import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bringFiles } from '../src/features/import/bring.ts';
import { formats } from '../src/features/import/formats.ts';
import type { Here } from '../src/features/import/here.ts';
import { importLimits } from '../src/features/import/limits.ts';
import { openFile } from '../src/features/import/open-file.ts';
import { board } from './helpers/board.ts';

/** A worker that a test speaks for. */
class FakeWorker {
  static readonly all: FakeWorker[] = [];
  static starts = true;
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
    queueMicrotask(() => this.say({ type: FakeWorker.starts ? 'ready' : 'failed' }));
  }
  say(data: unknown) {
    this.hear?.({ data });
  }
  terminate() {
    this.isEnded = true;
  }
}

const job = () =>
  ({ bytes: new TextEncoder().encode('# A\n- b'), name: 'list.md', format: 'markdown', board: undefined }) as const;

beforeEach(() => {
  FakeWorker.all.length = 0;
  FakeWorker.starts = true;
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

  test('that fails over it is not followed by the page, and the person is told', async () => {
    const opening = openFile(job(), new AbortController().signal).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1);
    FakeWorker.all[0]?.say({ type: 'failed' });
    expect(await opening).toMatchObject({ detail: 'file.damaged' });
  });

  test('that does not start is stood in for by the page', async () => {
    FakeWorker.starts = false;
    const opening = openFile(job(), new AbortController().signal);
    await vi.advanceTimersByTimeAsync(1_000);
    vi.useRealTimers();
    expect((await opening).report.carried).toEqual({ rect: 2, line: 1 });
  });
});

test('an error that no reader foresaw is told as a refusal', async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  const read = vi.spyOn(formats.markdown, 'load').mockRejectedValue(new RangeError());
  const told: string[] = [];
  const shell = { tell: (message: string) => told.push(message), dismiss: () => undefined, openPanel: () => undefined };
  const session = { id: { peek: () => 'board-here' }, you: { peek: () => undefined } };
  const here = { editor: board().editor, session, shell } as unknown as Here;
  await bringFiles(here, [new File(['# A'], 'a.md')], { x: 0, y: 0 }, async () => false);
  expect(told).toEqual([expect.stringContaining('a.md')]);
  read.mockRestore();
});
