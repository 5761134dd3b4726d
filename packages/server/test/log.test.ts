import { readFileSync } from 'node:fs';
import { Failure } from '@gesso/crdt-schema';
import { describe, expect, test } from 'vitest';
import { consoleLog, redactText } from '../src/observe/log.ts';
import { eventOf, securityEvents } from '../src/observe/security-events.ts';
import { createSecurityLog } from '../src/observe/security-log.ts';
import { frames } from './support/line.ts';
import { person } from './support/person.ts';
import { serve } from './support/server.ts';

const capture = () => {
  const lines: string[] = [];
  const log = consoleLog('trace', { write: (line) => void lines.push(line) });
  const events = () => lines.map((line) => JSON.parse(line)).flatMap(({ event }) => event ?? []);
  return { log, text: () => lines.join(''), lines: () => lines.map((line) => JSON.parse(line)), events };
};

describe('the log', () => {
  test('is one JSON object a line, with time, level and message', () => {
    const { log, lines } = capture();
    log.warn({ board: 'abc' }, 'something');
    expect(lines()).toEqual([
      { level: 'warn', time: expect.stringMatching(/^\d{4}-/), board: 'abc', message: 'something' },
    ]);
  });

  test.each([
    ['GET /sync/abc?ticket=s3cretS3cret&gesso=1', 'GET /sync/abc?ticket=[redacted]&gesso=1'],
    ['/api?token=ey.J.x#k=abcdef', '/api?token=[redacted]#k=[redacted]'],
    ['authorization: Bearer abc.def-ghi', 'authorization: Bearer [redacted]'],
    ['cookie: __Host-gesso=abcdefghijklmnopqrstuvwxyz; other=1', 'cookie: __Host-gesso=[redacted]; other=1'],
    ['nothing to hide: keys are fine', 'nothing to hide: keys are fine'],
  ])('writes %s as %s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
    const { log, lines } = capture();
    log.error({ url: text, err: new Error(text) }, text);
    const [line] = lines();
    expect([line.url, line.message, line.err.includes(expected)]).toEqual([expected, expected, true]);
  });

  test('leaves out secrets by their name, wherever they stand', () => {
    const { log, text } = capture();
    for (const name of ['cookie', 'authorization', 'ticket', 'key', 'password', 'set-cookie']) {
      log.info({ [name]: 'hidden', headers: { [name]: 'hidden' }, request: { headers: { [name]: 'hidden' } } }, 'x');
    }
    expect(text()).not.toContain('hidden');
  });

  test('of a whole visit, with everything going wrong, holds no secret', async () => {
    const { log, text, events } = capture();
    const server = await serve({ LOG_LEVEL: 'trace' }, { log });
    const ann = person(server.url);
    const board = await ann.makesBoard();
    const ben = person(server.url);
    await ben.get('/api/session');
    const locked = (await ann.post(`/api/boards/${board.id}/links`, { role: 'editor', password: 'open sesame' })).body;
    await ben.opens({ ...board.edit, url: board.edit.url, key: 'wrongKeyWrongKey' });
    await ben.opens(locked, 'shut sesame');
    await ben.opens(board.view);
    const ticket = await ben.ticket(board.id, board.view);
    await ben.request('GET', `/sync/${board.id}?ticket=${ticket}`);
    await ben.request('GET', `/nowhere?ticket=${ticket}&token=${ticket}`);
    const stale = await ben.connects(board.id, { ticket: 'staleTicketStaleTicket' });
    await stale.closed;
    const line = await ben.connects(board.id, { ticket });
    line.send(Uint8Array.of(99));
    await line.closed;
    const writer = await ben.connects(board.id);
    writer.send(frames.update(Uint8Array.of(1, 2, 3)));
    await writer.closed;
    await ann.patch(`/api/boards/${board.id}/links/${locked.id}`, { password: 'another sesame' });
    await ann.delete(`/api/boards/${board.id}/links/${board.view.id}`);
    await ann.delete(`/api/boards/${board.id}`);
    await server.close();

    expect(new Set(events())).toEqual(
      new Set([
        'board.create',
        'authz.deny',
        'auth.fail',
        'link.create',
        'link.change',
        'link.join',
        'frame.invalid',
        'link.revoke',
        'board.trash',
      ]),
    );
    const cookies = [ann.cookie, ben.cookie].map((cookie) => cookie.split('=')[1] ?? '');
    for (const secret of [
      ticket,
      board.edit.key,
      board.view.key,
      locked.key,
      'sesame',
      'staleTicket',
      'wrongKey',
      ...cookies,
    ]) {
      expect(secret).not.toBe('');
      expect(text()).not.toContain(secret);
    }
  });
});

describe('security events', () => {
  test.each([
    ['http', 'UNAUTHENTICATED', undefined, 'auth.fail'],
    ['socket', 'NO_SUCH_BOARD', undefined, 'authz.deny'],
    ['http', 'RATE_LIMITED', undefined, 'limit.hit'],
    ['http', 'MALFORMED', undefined, undefined],
    ['frame', 'MALFORMED', undefined, 'frame.invalid'],
    ['frame', 'BOARD_FULL', undefined, 'update.reject'],
    ['frame', 'FORBIDDEN', 'hook: Error: no', 'update.reject'],
    ['frame', 'FORBIDDEN', 'viewer may not write', 'authz.deny'],
    ['frame', 'RATE_LIMITED', undefined, 'limit.hit'],
    ['frame', 'NEWER_CLIENT', undefined, 'update.reject'],
    ['frame', 'NOT_YOUR_ID', 'client id 7 is somebody else’s', 'update.reject'],
    ['frame', 'BUDGET_SPENT', undefined, 'update.reject'],
    ['http', 'DISK_FULL', undefined, 'limit.hit'],
  ] as const)('%s %s (%s) is %s', (at, code, detail, expected) => {
    expect(eventOf(at, new Failure(code, detail))).toBe(expected);
  });

  test('say from where and on which connection, and the important ones are seen without asking', async () => {
    const lines: string[] = [];
    const log = consoleLog('warn', { write: (line) => void lines.push(line) });
    const server = await serve({}, { log });
    const ann = person(server.url);
    const { id } = await ann.makesBoard();
    const first = await ann.connects(id);
    first.send(Uint8Array.of(99));
    await first.closed;
    await (await person(server.url).connects(id, { ticket: 'staleTicketStaleTicket' })).closed;
    const told = lines.map((line) => JSON.parse(line));
    expect(told).toMatchObject([
      { level: 'warn', event: 'frame.invalid', ip: '127.0.0.1', connection: expect.any(String), board: id },
      { level: 'warn', event: 'auth.fail', ip: '127.0.0.1' },
    ]);
  });

  test('of one kind in a flood are counted and not written, and hide no other', () => {
    let at = 0;
    const { log, lines } = capture();
    const told = createSecurityLog(log, () => at);
    for (let i = 0; i < 10_000; i++) told.event('auth.fail', { i });
    told.event('frame.invalid', {});
    expect(lines().length).toBeLessThan(25);
    expect(lines().at(-1)).toMatchObject({ event: 'frame.invalid' });
    at += 60_000;
    told.event('auth.fail', { i: 'next' });
    expect(lines().at(-1)).toMatchObject({ event: 'auth.fail', i: 'next', suppressed: expect.any(Number) });
    const written = lines().filter(({ event }) => event === 'auth.fail').length;
    expect(written + lines().at(-1).suppressed).toBe(10_001);
  });

  test('are all in the documentation, as they are', () => {
    const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z]+\.[a-z]+)` +\| (.*?) +\|$/gm)].map(([, name, what]) => [name, what]);
    expect(rows).toEqual(Object.entries(securityEvents));
  });
});
