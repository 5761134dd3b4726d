import { describe, expect, test } from 'vitest';
import { createEncodingQueue } from './encoding-queue.ts';

/** A queue under a clock that jobs move. */
const scene = () => {
  let at = 0;
  const queue = createEncodingQueue({ elapsed: () => at });
  const pass = (ms: number) => {
    at += ms;
  };
  const run = (person: string, ms = 1_000, ip = '192.0.2.1') =>
    queue.run({ person, ip }, async () => {
      pass(ms);
      return person;
    });
  return { queue, pass, run };
};

describe('pictures that wait', () => {
  test('are decoded one at a time, in turns of those who brought them', async () => {
    const { queue } = scene();
    const order: string[] = [];
    let running = 0;
    const bring = (person: string) =>
      queue.run({ person, ip: '192.0.2.1' }, async () => {
        expect(++running).toBe(1);
        await Promise.resolve();
        order.push(person);
        running--;
      });
    await Promise.all([bring('ann'), bring('ann'), bring('ann'), bring('ben'), bring('cas')]);
    expect(order).toEqual(['ann', 'ann', 'ben', 'cas', 'ann']);
    expect(queue.length).toBe(0);
  });

  test('do not hold up the next when one of them fails', async () => {
    const { queue, run } = scene();
    const failing = queue.run({ person: 'ann', ip: '192.0.2.1' }, () => Promise.reject(new Error('no')));
    const next = run('ben');
    await expect(failing).rejects.toThrow('no');
    expect([await next, queue.length]).toEqual(['ben', 0]);
  });

  test('are few of one person, of one address and in all', async () => {
    const { queue } = scene();
    const refusals: string[] = [];
    let done = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      done = resolve;
    });
    const all: Promise<unknown>[] = [];
    for (let address = 0; address < 4; address++) {
      for (let person = 0; person < 4; person++) {
        const sender = { person: `${address} ${person}`, ip: `192.0.2.${address}` };
        for (let i = 0; i < 10; i++)
          all.push(queue.run(sender, () => first).catch(({ code }: { code: string }) => refusals.push(code)));
      }
    }
    expect(queue.length).toBe(48);
    done();
    await Promise.all(all);
    expect(refusals.filter((code) => code === 'OVERLOADED').length).toBeGreaterThan(20);
    expect(refusals.filter((code) => code === 'RATE_LIMITED').length).toBeGreaterThan(20);
  });

  test('cost their time: who has had a minute decoded waits until that is paid back', async () => {
    const { pass, run } = scene();
    await run('ann', 70_000);
    await expect(run('ann')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(await run('ben')).toBe('ben');
    pass(38_000);
    await expect(run('ann')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    pass(2_000);
    expect(await run('ann')).toBe('ann');
    for (let i = 0; i < 20; i++) await run(`guest ${i}`, 30_000).catch(() => undefined);
    await expect(run('another guest')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(await run('elsewhere', 1_000, '198.51.100.1')).toBe('elsewhere');
  });
});
