import { craftUpdate } from '@gesso/crdt-schema/testing';
import * as encoding from 'lib0/encoding';
import { describe, expect, test, vi } from 'vitest';
import type { Access, ClientSocket } from '../src/rooms/member.ts';
import { createRooms } from '../src/rooms/rooms.ts';
import { systemTimers, type Timers } from '../src/timers.ts';
import { frames, readHeard } from './support/frames.ts';
import { memoryStore } from './support/memory-store.ts';
import { eventsFor } from './support/rooms-events.ts';
import { afterThis } from './support/server.ts';

/** What a crowd may make the serving thread do in one turn, in ms of CPU. A turn of this size is noticed by nobody. */
const mostInOneTurn = 25;

const cpu = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/** Rooms of which each turn of work is measured. */
const measuredRooms = () => {
  let worst = 0;
  const measure = <T>(work: () => T): T => {
    const before = cpu();
    try {
      return work();
    } finally {
      worst = Math.max(worst, cpu() - before);
    }
  };
  const timers: Timers = {
    ...systemTimers,
    soon: (work) => systemTimers.soon(() => measure(work)),
    after: (ms, work) => systemTimers.after(ms, () => measure(work)),
    afterIdle: (ms, work) => systemTimers.afterIdle(ms, () => measure(work)),
  };
  const refused: string[] = [];
  const rooms = createRooms({
    store: memoryStore(),
    timers,
    events: eventsFor({
      onRefused: (_board, _access, failure) => void refused.push(failure.code),
    }),
  });
  afterThis(() => rooms.drain(0));
  /** `holds`: what is sent stays in the line, as with a peer that does not read. */
  const comes = async (id: string, role: Access['role'], holds = false) => {
    const line = { backlog: 0, bytes: 0, closed: [] as string[] };
    let saved = 0;
    const socket: ClientSocket = {
      send(frame) {
        const heard = frame.length < 16 ? readHeard(frame) : undefined;
        if (heard?.type === 'saved') saved = heard.count;
        line.bytes += frame.length;
        if (holds) line.backlog += frame.length;
      },
      close: (code) => void line.closed.push(code),
      get backlog() {
        return line.backlog;
      },
    };
    const person = { id, name: id, color: '#112233' };
    const arrival = await rooms.arrive('b', async () => ({ person, role }));
    return { line, saved: () => saved, connection: measure(() => arrival.join(socket, true)) };
  };
  return {
    comes,
    refused,
    measure,
    /** The longest turn since this was last asked. */
    worst(): number {
      const most = worst;
      worst = 0;
      return most;
    },
  };
};

const until = (what: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(what()).toBe(true), { timeout: 20_000, interval: 5 });

const presenceOf = (from: number, clock: number, json: string): Uint8Array => {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, 8);
  for (let i = 0; i < 8; i++) {
    encoding.writeVarUint(inner, from + i);
    encoding.writeVarUint(inner, clock);
    encoding.writeVarString(inner, json);
  }
  const outer = encoding.createEncoder();
  encoding.writeVarUint(outer, 1);
  encoding.writeVarUint8Array(outer, encoding.toUint8Array(inner));
  return encoding.toUint8Array(outer);
};

/** A state of many small parts, which takes long to read for its bytes. */
const costlyState = (): string => {
  const parts: string[] = [];
  for (let length = 3; ; ) {
    const part = `"${parts.length.toString(36)}":{}`;
    length += part.length + 1;
    if (length > 2_040) return `{${parts.join(',')}}`;
    parts.push(part);
  }
};

describe('presence of ten guests with forty sockets and eight states each', () => {
  test('holds nobody up, and whoever comes gets in and is seen', async () => {
    const { comes, measure, worst, refused } = measuredRooms();
    const ann = await comes('ann', 'owner');
    const json = costlyState();
    const lines = await Promise.all(Array.from({ length: 400 }, (_, i) => comes(`guest${i % 10}`, 'viewer')));
    for (let round = 1; round <= 3; round++) {
      const { bytes } = ann.line;
      for (const [i, { connection }] of lines.entries())
        measure(() => connection.receive(presenceOf(1_000 + 8 * i, round, json)));
      await until(() => ann.line.bytes > bytes + 64 * 1024);
    }
    expect(worst()).toBeLessThan(mostInOneTurn);
    measure(() => lines[0]?.connection.receive(frames.queryPresence()));
    expect(worst()).toBeLessThan(mostInOneTurn);
    const newcomer = await comes('ben', 'editor', true);
    expect(newcomer.line.backlog).toBeLessThan(2 * 1024 * 1024);
    const before = ann.line.bytes;
    newcomer.connection.receive(frames.presence(7, 1, { cursor: [1, 2] }));
    await until(() => ann.line.bytes > before);
    expect([...ann.line.closed, ...newcomer.line.closed, ...refused]).toEqual([]);
  }, 60_000);
});

const value = (client: number, key: string): Uint8Array =>
  craftUpdate([{ client, clock: 0, items: [{ parent: ['ov', `${key.padStart(12, '0')}:x`], kind: 'value' }] }]);

describe('on a board of 9,900 client ids', () => {
  test('a hundred full lines and their catching up hold nobody up', async () => {
    const { comes, measure, worst, refused } = measuredRooms();
    const ann = await comes('ann', 'owner');
    for (let from = 0; from < 9_900; from += 2_475) {
      const clients = Array.from({ length: 2_475 }, (_, i) => from + i);
      const update = craftUpdate(
        clients.map((n) => ({
          client: 100_000_000 + n * 7_001,
          clock: 0,
          items: [{ parent: ['ov', `${String(n).padStart(12, '0')}:x`], kind: 'value' }],
        })),
      );
      ann.connection.receive(frames.step2(update));
    }
    await until(() => ann.saved() === 4);
    worst();
    const lines = await Promise.all(Array.from({ length: 120 }, (_, i) => comes(`guest${i % 3}`, 'viewer')));
    expect(worst()).toBeLessThan(mostInOneTurn);
    for (const { line } of lines) line.backlog = 2 * 1024 * 1024;
    measure(() => ann.connection.receive(frames.update(value(7, 'one'))));
    await until(() => ann.saved() === 5);
    expect(worst()).toBeLessThan(mostInOneTurn);
    const before = lines.map(({ line }) => line.bytes);
    for (const { line } of lines) line.backlog = 0;
    await until(() => lines.every(({ line }, i) => line.bytes > (before[i] ?? 0)));
    expect(worst()).toBeLessThan(mostInOneTurn);
    expect(refused).toEqual([]);
  }, 60_000);
});
