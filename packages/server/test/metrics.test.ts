import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { busyAfter, watchLoad } from '../src/load.ts';
import { faultyStore } from './support/faulty.ts';
import { edit, frames } from './support/line.ts';
import { person } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';

/** Value of a metric with the given labels, summed. */
const reading = (text: string, name: string, labels = ''): number =>
  text
    .split('\n')
    .filter((line) => (line.startsWith(`${name} `) || line.startsWith(`${name}{`)) && line.includes(labels))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);

describe('metrics', () => {
  test('count people, boards, commits, acknowledgements, refusals and bytes', async () => {
    const server = await serve();
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const line = await ann.connects(id);
    await line.hears('step1');
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await line.hears('saved');
    const bad = await ann.connects(id);
    bad.send(Uint8Array.of(99));
    await bad.closed;
    await ann.get('/api/boards/nosuchboard');

    const { text, headers } = await ann.get('/metrics');
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(reading(text, 'gesso_connections')).toBe(1);
    expect(reading(text, 'gesso_rooms')).toBe(1);
    expect(reading(text, 'gesso_updates_total')).toBe(1);
    expect(reading(text, 'gesso_stored_bytes_total')).toBeGreaterThan(10);
    expect(reading(text, 'gesso_commit_seconds_count')).toBe(1);
    expect(reading(text, 'gesso_ack_seconds_count')).toBe(1);
    expect(reading(text, 'gesso_refusals_total', 'at="frame",code="MALFORMED"')).toBe(1);
    expect(reading(text, 'gesso_refusals_total', 'at="http",code="NO_SUCH_BOARD"')).toBe(1);
    expect(reading(text, 'gesso_received_bytes_total')).toBeGreaterThan(0);
    expect(reading(text, 'gesso_sent_bytes_total')).toBeGreaterThan(0);
    expect(reading(text, 'gesso_http_request_seconds_count', 'route="/api/boards/:board"')).toBe(1);
    expect(reading(text, 'gesso_store_degraded')).toBe(0);
    expect(text).not.toContain(id);
  });

  test('tell of a store that fails', async () => {
    let faults: ReturnType<typeof faultyStore> | undefined;
    const server = await serve(
      {},
      {
        store: (store) => {
          faults = faultyStore(store);
          return faults.store;
        },
      },
    );
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const line = await ann.connects(id);
    await line.hears('step1');
    if (faults !== undefined) faults.state.broken = true;
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await line.hears('notice', ({ code }) => code === 'STORE_UNAVAILABLE');
    const { text } = await ann.get('/metrics');
    expect(reading(text, 'gesso_store_degraded')).toBe(1);
    expect(reading(text, 'gesso_commit_failures_total')).toBeGreaterThan(0);
    if (faults !== undefined) faults.state.broken = false;
  });

  test('are there for this machine alone, and not for others behind a proxy on it', async () => {
    const server = await serve();
    const ann = person(server.url);
    expect((await ann.get('/metrics')).status).toBe(200);
    expect((await ann.request('GET', '/metrics', undefined, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
  });

  test('with a token are for whoever has it', async () => {
    const server = await serve({ METRICS_TOKEN: 'a-token-long-enough' });
    const ask = (authorization: string) =>
      fetch(`${server.url}/metrics`, { headers: authorization === '' ? {} : { authorization } });
    expect((await ask('')).status).toBe(404);
    expect((await ask('Bearer a-token-long-enougg')).status).toBe(404);
    expect((await ask('Bearer a-token-long-enough')).status).toBe(200);
  });

  test.each(['alerts.yml', 'grafana.json'])('in %s all exist', async (file) => {
    const server = await serve();
    const { text } = await person(server.url).get('/metrics');
    const known = new Set(
      [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    );
    const source = readFileSync(new URL(`../../../docs/ops/${file}`, import.meta.url), 'utf8');
    const named = new Set([...source.matchAll(/\b(?:gesso|process)_[a-z_]+/g)].map(([name]) => name));
    expect(named.size).toBeGreaterThan(5);
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('a server that cannot keep up', () => {
  test('turns newcomers away and keeps those it has', async () => {
    const load = { overloaded: false, delayMs: 0, stop: () => undefined };
    const server = await serve({}, { load });
    const ann = person(server.url);
    const { id, edit: link } = await ann.makesBoard();
    const line = await ann.connects(id);
    await line.hears('step1');

    load.overloaded = true;
    expect(await (await ann.connects(id)).closed).toEqual({ code: 1013, reason: 'OVERLOADED' });
    const join = await person(server.url).opens(link);
    expect([join.status, join.body.code, join.headers.get('retry-after')]).toEqual([503, 'OVERLOADED', '5']);
    expect((await ann.get('/readyz')).status).toBe(503);
    expect((await ann.get('/healthz')).status).toBe(200);
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await line.hears('saved');
    expect((await ann.get(`/api/boards/${id}/document`)).status).toBe(200);

    load.overloaded = false;
    await (await ann.connects(id)).hears('step1');
    expect((await ann.get('/readyz')).status).toBe(200);
  });

  test('is told by the delay of its event loop, without wavering', () => {
    const delays = [2_000, 10, 600, 600, 300, 600, 150, 600, 300];
    let busy = false;
    let before = 0;
    const told = delays.map((delay) => {
      busy = busyAfter(busy, before, delay);
      before = delay;
      return busy;
    });
    expect(told).toEqual([false, false, false, true, true, true, false, false, false]);
  });

  test('measures no delay where there is none', () => {
    const load = watchLoad();
    afterThis(() => load.stop());
    expect([load.overloaded, load.delayMs]).toEqual([false, 0]);
  });
});
