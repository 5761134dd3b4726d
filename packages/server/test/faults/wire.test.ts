import { connect, createServer, type Socket } from 'node:net';
import { seededRandom } from '@gesso/crdt-schema/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAccount } from '../support/bus.ts';
import { afterThis } from '../support/server.ts';
import { createPublished, endOfValue } from './published.ts';
import { openWire } from './wire.ts';

/** Says back what it hears, behind its name. */
const echo = async (name: string): Promise<string> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => socket.write(`${name} ${bytes}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterThis(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `echo://127.0.0.1:${(server.address() as { readonly port: number }).port}`;
};

const caller = (url: string) => {
  const events = createAccount<string>();
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('data', (bytes) => events.add(bytes.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => events.add(error.code ?? ''));
  socket.on('close', () => events.add('closed'));
  afterThis(() => socket.destroy());
  return {
    say: (text: string) => void socket.write(text),
    heard: (text: string) => events.until((event) => event === text),
    all: events.all,
  };
};

describe('a wire', () => {
  test('passes on what is said, until it is cut, and again when it is healed', async () => {
    const wire = await openWire(await echo('one'), afterThis);
    const before = caller(wire.url);
    before.say('a');
    await before.heard('one a');
    wire.cut();
    await before.heard('ECONNRESET');
    const meanwhile = caller(wire.url);
    await meanwhile.heard('closed');
    wire.heal();
    const after = caller(wire.url);
    after.say('b');
    await after.heard('one b');
  });

  test('that is silent takes connections and passes nothing on before it is healed', async () => {
    const wire = await openWire(await echo('one'), afterThis);
    const before = caller(wire.url);
    before.say('a');
    await before.heard('one a');
    const other = await openWire(wire.url, afterThis);
    wire.silence();
    before.say('b');
    const meanwhile = caller(wire.url);
    meanwhile.say('c');
    // By the time this has gone to and fro, those would have been answered.
    const beside = caller((await openWire(await echo('two'), afterThis)).url);
    for (const text of ['1', '2', '3']) {
      beside.say(text);
      await beside.heard(`two ${text}`);
    }
    expect([before.all, meanwhile.all]).toEqual([['one a'], []]);
    wire.heal();
    await before.heard('one b');
    await meanwhile.heard('one c');
    const through = caller(other.url);
    through.say('d');
    await through.heard('one d');
  });

  test('leaves those it has forgotten without a word, and leads others elsewhere', async () => {
    const wire = await openWire(await echo('one'), afterThis);
    const before = caller(wire.url);
    before.say('a');
    await before.heard('one a');
    wire.forget();
    wire.lead(await echo('two'));
    before.say('b');
    const after = caller(wire.url);
    after.say('c');
    await after.heard('two c');
    expect(before.all).toEqual(['one a']);
    wire.heal();
    after.say('d');
    await after.heard('two d');
    expect(before.all).toEqual(['one a']);
    wire.cut();
    await before.heard('closed');
  });

  test('that is slow loses nothing', async () => {
    const wire = await openWire(await echo('one'), afterThis);
    const random = seededRandom(1);
    wire.slow({ delay: () => random() * 5, bytesPerMs: 100 });
    const slow = caller(wire.url);
    for (const text of ['a', 'b', 'c']) {
      slow.say(text);
      await slow.heard(`one ${text}`);
    }
  });
});

const bulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
const published = (text: string): string => `>3\r\n${bulk('message')}${bulk('channel')}${bulk(text)}`;
/** What else Redis says, in either version of its protocol. */
const others = [
  '+OK\r\n',
  '-ERR no\r\n',
  ':12\r\n',
  '$-1\r\n',
  '_\r\n',
  '#t\r\n',
  bulk('a\r\nmessage\r\n'),
  `*2\r\n${bulk('a')}*1\r\n:1\r\n`,
  `%1\r\n${bulk('a')}${bulk('b')}`,
  `|1\r\n+a\r\n+b\r\n:1\r\n`,
  `>3\r\n${bulk('subscribe')}${bulk('channel')}:1\r\n`,
];

describe('what Redis says', () => {
  const value = fc.oneof(fc.constantFrom(...others), fc.string().map(published));

  test('is cut where its values end, however it comes, and passed on as it is', () => {
    fc.assert(
      fc.property(fc.array(value), fc.array(fc.nat(40)), (values, cuts) => {
        const bytes = Buffer.from(values.join(''));
        const parts: Buffer[] = [];
        const { filter } = createPublished();
        const take = filter((part) => void parts.push(Buffer.from(part)));
        let at = 0;
        for (const cut of cuts) {
          take(bytes.subarray(at, at + cut));
          at += cut;
        }
        take(bytes.subarray(at));
        expect(parts.map(String)).toEqual(values);
        for (const part of parts) expect(endOfValue(part, 0)).toBe(part.length);
      }),
    );
  });

  test('is left alone but for what was published, which may get lost, come twice and late, in order or not', async () => {
    const account = createAccount<string>();
    const { filter, upset } = createPublished();
    const take = filter((bytes) => account.add(bytes.toString()));
    const say = (text: string): void => take(Buffer.from(text));
    upset({ inOrder: false, copies: () => [] });
    for (const other of others) say(other);
    say(published('lost'));
    upset({ inOrder: false, copies: () => [0, 1] });
    say(published('twice'));
    await account.until((said) => said === published('twice'), others.length + 1);
    expect(account.all).toEqual([...others, published('twice'), published('twice')]);
    const from = account.all.length;
    const late = [20, 10, 0];
    upset({ inOrder: true, copies: () => [late.shift() ?? 0] });
    for (const text of ['a', 'b', 'c']) say(published(text));
    await account.until((said) => said === published('c'));
    expect(account.all.slice(from)).toEqual(['a', 'b', 'c'].map(published));
    const hold = [100, 0];
    upset({ inOrder: false, copies: () => [hold.shift() ?? 0] });
    for (const text of ['d', 'e']) say(published(text));
    await account.until((said) => said === published('d'));
    expect(account.all.slice(-2)).toEqual(['e', 'd'].map(published));
    upset(undefined);
    say(published('f'));
    expect(account.all.at(-1)).toBe(published('f'));
  });
});
