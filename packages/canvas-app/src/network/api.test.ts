import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openApi } from './api.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const unreachable = expect.objectContaining({ code: 'UNREACHABLE' }) as Error;

test('a request that is never answered is given up, and its connection with it', async () => {
  let signal: AbortSignal | null | undefined;
  const api = openApi((_path, init) => {
    signal = init?.signal;
    return new Promise(() => undefined);
  });
  const asked = expect(api.session()).rejects.toThrow(unreachable);
  await vi.advanceTimersByTimeAsync(10_001);
  await asked;
  expect(signal?.aborted).toBe(true);
});

test('so is one whose answer never ends, or is no answer of this server', async () => {
  const endless = openApi(async () => new Response(new ReadableStream()));
  const asked = expect(endless.session()).rejects.toThrow(unreachable);
  await vi.advanceTimersByTimeAsync(10_001);
  await asked;
  const proxy = openApi(async () => new Response('<html>Please sign in</html>'));
  await expect(proxy.session()).rejects.toThrow(unreachable);
  const gateway = openApi(async () => new Response('Bad Gateway', { status: 502 }));
  await expect(gateway.session()).rejects.toThrow(unreachable);
});

test('making a board is waited for as long as it takes: given up and asked again it would make one more', async () => {
  let answer: ((response: Response) => void) | undefined;
  let signal: AbortSignal | null | undefined;
  const api = openApi((_path, init) => {
    signal = init?.signal;
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  const made = api.createBoard();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(signal?.aborted).toBe(false);
  const link = { id: 'l', role: 'editor', url: 'http://gesso.test/b/board#k=key' };
  answer?.(Response.json({ board: { id: 'board', role: 'owner' }, links: { edit: link, view: link } }));
  expect((await made).id).toBe('board');
});
