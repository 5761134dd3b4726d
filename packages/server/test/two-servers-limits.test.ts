import { expect, test, vi } from 'vitest';
import { createLocalBus } from '../src/bus/local.ts';
import { person } from './support/person.ts';
import { serve } from './support/server.ts';

test('an address that was answered enough by one server is not answered by the other', {
  timeout: 60_000,
}, async () => {
  const local = createLocalBus();
  const open = () => serve({ REQUESTS_PER_MINUTE: '100' }, { bus: () => local.join() });
  const [one, other] = [await open(), await open()];
  const asks = async (url: string): Promise<number> => (await person(url).get('/api/session')).status;
  let asked = 0;
  while ((await asks(one.url)) !== 429) asked++;
  expect(asked).toBe(100);
  // The other hears of it within seconds; by itself it would answer a hundred times.
  asked = 0;
  const isRefused = async (): Promise<void> => {
    asked++;
    expect(await asks(other.url)).toBe(429);
  };
  await vi.waitFor(isRefused, { timeout: 50_000, interval: 100 });
  expect(asked).toBeLessThan(100);
});
