import { afterEach, describe, expect, test, vi } from 'vitest';
import { keepApp } from './register.ts';

/** A worker that answers what its build has. */
const workerOf = (...files: string[]) => ({
  postMessage: vi.fn((_asked: unknown, ports?: readonly MessagePort[]) => ports?.[0]?.postMessage(files)),
});

/** A page that runs a script, and the workers there are for it. */
function pageOf(script: string) {
  const serviceWorker = new EventTarget() as EventTarget & { controller: unknown; register: () => Promise<unknown> };
  const registration = Object.assign(new EventTarget(), {
    installing: null as unknown,
    waiting: null as unknown,
    active: null as unknown,
  });
  const kept = new Set<string>();
  const looked = vi.fn();
  serviceWorker.register = async () => registration;
  vi.stubGlobal('navigator', { serviceWorker });
  vi.stubGlobal('document', { querySelectorAll: () => [{ src: `https://gesso.test${script}` }] });
  vi.stubGlobal('caches', {
    async match(path: string) {
      looked(path);
      return kept.has(path) ? new Response() : undefined;
    },
  });
  return {
    kept,
    looked,
    registration,
    /** A worker comes into use for this page. */
    takeUp(worker: unknown) {
      Object.assign(registration, { installing: null, waiting: null, active: worker });
      serviceWorker.controller = worker;
      serviceWorker.dispatchEvent(new Event('controllerchange'));
    },
  };
}

describe('a newer app', () => {
  afterEach(() => vi.unstubAllGlobals());
  const [older, newer] = ['/assets/boot-1.js', '/assets/boot-2.js'];

  test('is told of once to a page of an older one', async () => {
    const page = pageOf(older);
    page.kept.add(older);
    page.takeUp(workerOf(older));
    const onNewer = vi.fn();
    const registered = await keepApp(onNewer);
    page.takeUp(workerOf(newer));
    await vi.waitFor(() => expect(onNewer).toHaveBeenCalledTimes(1));
    page.takeUp(workerOf(newer));
    await vi.waitFor(() => expect(page.looked).toHaveBeenCalledTimes(2));
    expect(onNewer).toHaveBeenCalledTimes(1);
    registered?.stop();
  });

  test('is not told of to a page of its own, while it waits to come into use', async () => {
    const page = pageOf(newer);
    page.kept.add(newer);
    const [first, second] = [workerOf(older), workerOf(newer)];
    page.takeUp(first);
    page.registration.waiting = second;
    const onNewer = vi.fn();
    const registered = await keepApp(onNewer);
    await vi.waitFor(() => expect(page.looked).toHaveBeenCalledTimes(1));
    page.takeUp(second);
    await vi.waitFor(() => expect(second.postMessage).toHaveBeenCalledTimes(1));
    expect(onNewer).not.toHaveBeenCalled();
    registered?.stop();
  });

  test('that has its files and waits for the one before has that one called until it comes into use', async () => {
    vi.useFakeTimers();
    const page = pageOf(older);
    const before = workerOf(older);
    page.takeUp(before);
    page.kept.add(older);
    const registered = await keepApp(vi.fn());
    before.postMessage.mockClear();
    const coming = Object.assign(new EventTarget(), { state: 'installing' });
    const becomes = (state: string) => {
      coming.state = state;
      coming.dispatchEvent(new Event('statechange'));
    };
    page.registration.installing = coming;
    page.registration.dispatchEvent(new Event('updatefound'));
    vi.advanceTimersByTime(5_000);
    expect(before.postMessage).not.toHaveBeenCalled();
    becomes('installed');
    vi.advanceTimersByTime(3_000);
    expect(before.postMessage).toHaveBeenCalledTimes(3);
    becomes('activating');
    vi.advanceTimersByTime(10_000);
    expect(before.postMessage).toHaveBeenCalledTimes(3);
    registered?.stop();
    vi.useRealTimers();
  });
});
