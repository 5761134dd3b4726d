import { readFileSync } from 'node:fs';
import { failureBody } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { busyAfter, noLoad, watchLoad } from '../src/observe/event-loop-load.ts';
import type { Store } from '../src/stores/store.ts';
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

  test('on a listener of their own are not on the public port, and health is on both', async () => {
    const server = await serve({ METRICS_PORT: '0' });
    const own = server.metricsUrl ?? '';
    expect(new URL(own).port).not.toBe(String(server.port));
    const shown = await fetch(own);
    expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await shown.text()).toContain('gesso_connections 0');
    const hidden = await fetch(`${server.url}/metrics`);
    expect([hidden.status, await hidden.json()]).toEqual([404, failureBody('NOT_FOUND')]);
    for (const at of [own, server.url]) {
      expect(await (await fetch(new URL('/readyz', at))).json()).toEqual({ status: 'ready', store: 'ok' });
      expect((await fetch(new URL('/healthz', at))).status).toBe(200);
    }
  });

  test('on a listener of their own come alone: no boards, no pages, no sockets', async () => {
    const server = await serve({ METRICS_PORT: '0' });
    const own = new URL(server.metricsUrl ?? '').origin;
    for (const at of ['/', '/api/boards', '/api/session', '/sync/x', '/b/x']) {
      expect([at, (await fetch(own + at)).status]).toEqual([at, 404]);
    }
    expect((await fetch(`${own}/api/boards`, { method: 'POST' })).status).toBe(404);
    const socket = new WebSocket(`${own.replace('http', 'ws')}/sync/x`);
    expect(await new Promise((resolve) => socket.once('error', ({ message }) => resolve(message)))).toContain('404');
  });

  test('on a listener of their own ask for the token all the same, and on an open address must have one', async () => {
    const env = { METRICS_PORT: '0', METRICS_HOST: '0.0.0.0' };
    await expect(serve(env)).rejects.toThrow(/^METRICS_HOST is 0\.0\.0\.0, .* set METRICS_TOKEN/);
    const server = await serve({ ...env, METRICS_TOKEN: 'a-token-long-enough' });
    const own = server.metricsUrl ?? '';
    expect((await fetch(own)).status).toBe(404);
    expect((await fetch(own, { headers: { authorization: 'Bearer a-token-long-enough' } })).status).toBe(200);
  });

  test('on a port that is taken end the start with a sentence, and leave no port behind', async () => {
    const first = await serve({ METRICS_PORT: '0' });
    const taken = new URL(first.metricsUrl ?? '').port;
    await expect(serve({ METRICS_PORT: taken })).rejects.toThrow(
      `Port ${taken} is already in use on 127.0.0.1. Stop what uses it, or set METRICS_PORT to another one.`,
    );
    const second = await serve();
    await second.close();
    const both = { PORT: String(second.port), METRICS_PORT: taken };
    await expect(serve(both)).rejects.toThrow('METRICS_PORT');
    await serve({ PORT: String(second.port) });
  });

  test('on a listener of their own tell of the end while the rest is stored', async () => {
    const begun = Promise.withResolvers<void>();
    const disk = Promise.withResolvers<void>();
    const slow = (store: Store): Store => ({
      ...store,
      async append(entries) {
        begun.resolve();
        await disk.promise;
        return store.append(entries);
      },
    });
    const server = await serve({ METRICS_PORT: '0' }, { store: slow });
    const own = server.metricsUrl ?? '';
    const ann = person(server.url);
    const line = await ann.connects((await ann.makesBoard()).id);
    await line.hears('step1');
    line.send(frames.update(edit(new Y.Doc(), 'element-0001')));
    await begun.promise;
    const closing = server.close();
    const ready = await fetch(new URL('/readyz', own));
    expect([ready.status, await ready.json()]).toEqual([503, failureBody('DRAINING')]);
    expect((await fetch(own)).status).toBe(200);
    disk.resolve();
    await closing;
    await expect(fetch(own)).rejects.toThrow('fetch failed');
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
    const load = { ...noLoad, overloaded: false };
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

  test('is not one that is starting: load is measured from when it listens', async () => {
    const calls: string[] = [];
    const taken = await serve();
    const load = { ...noLoad, start: () => calls.push('start'), stop: () => calls.push('stop') };
    await expect(serve({ PORT: String(taken.port) }, { load })).rejects.toThrow('already in use');
    expect(calls).toEqual(['stop']);
    const server = await serve({}, { load });
    expect(calls).toEqual(['stop', 'start']);
    await server.close();
    expect(calls).toEqual(['stop', 'start', 'stop']);
  });

  test('measures no delay where there is none', () => {
    const load = watchLoad();
    afterThis(() => load.stop());
    load.start();
    expect([load.overloaded, load.delayMs]).toEqual([false, 0]);
  });
});
