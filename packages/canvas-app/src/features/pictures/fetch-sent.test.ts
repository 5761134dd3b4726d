import { afterEach, expect, test, vi } from 'vitest';
import { fetchSent } from './fetch-sent.ts';

const address = '/api/boards/abc/assets/hash?visitor=seen';

/** A browser that can keep pictures, and the answer of a server. */
const browser = (answer: () => Promise<Response>, navigator: object = { serviceWorker: {} }) => {
  const fetched = vi.fn(async (_address: string, _init?: RequestInit) => answer());
  vi.stubGlobal('navigator', navigator);
  vi.stubGlobal('fetch', fetched);
  return fetched;
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a picture that was sent is fetched from where it is to be had, within a limit', async () => {
  const fetched = browser(async () => new Response('picture'));
  await fetchSent(address);
  expect(fetched).toHaveBeenCalledExactlyOnceWith(
    address,
    expect.objectContaining({ signal: expect.any(AbortSignal) }),
  );
});

test('that it cannot be had, or ends half way, troubles nobody', async () => {
  const broken = new ReadableStream({
    start: (controller) => controller.error(new TypeError('ended half way')),
  });
  for (const answer of [() => Promise.reject(new TypeError('no server')), async () => new Response(broken)]) {
    browser(answer);
    await expect(fetchSent(address)).resolves.toBeUndefined();
  }
});

test('it is not fetched where it is nowhere, nor where nothing can keep it', async () => {
  const fetched = browser(async () => new Response('picture'));
  await fetchSent(undefined);
  expect(fetched).not.toHaveBeenCalled();
  const elsewhere = browser(async () => new Response('picture'), {});
  await fetchSent(address);
  expect(elsewhere).not.toHaveBeenCalled();
});
