import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createBoard } from '@gesso/client';
import sharp from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import { answerLines, Refused } from '../../client/src/mcp/json-rpc.ts';
import { person } from './support/person.ts';
import { afterThis, serve } from './support/server.ts';

const program = path.join(import.meta.dirname, '../../client/src/mcp/main.ts');

interface Told {
  readonly id?: number | null;
  readonly result?: {
    readonly protocolVersion?: string;
    readonly tools?: readonly { readonly name: string; readonly inputSchema: { readonly type: string } }[];
    readonly content?: readonly { readonly type: string; readonly text?: string; readonly data?: string }[];
    readonly isError?: boolean;
  };
  readonly error?: { readonly code: number; readonly message: string };
}

/** The program as an assistant starts it, and what it says. */
const assistant = (env: Record<string, string>) => {
  const child = spawn(process.execPath, [program], { env: { ...process.env, ...env } });
  afterThis(() => void child.kill());
  const waiting = new Map<number, (told: Told) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told: Told = JSON.parse(line);
    if (typeof told.id === 'number') waiting.get(told.id)?.(told);
  });
  let last = 0;
  const ask = (method: string, params?: object): Promise<Told> =>
    new Promise((resolve) => {
      const id = ++last;
      waiting.set(id, resolve);
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  const use = async (name: string, given: object = {}) => {
    const { result, error } = await ask('tools/call', { name, arguments: given });
    const [first] = result?.content ?? [];
    return { text: first?.text ?? '', data: first?.data, isError: result?.isError === true, error };
  };
  return { child, ask, use };
};

const boardAt = async (url: string) => {
  const { client, link } = await createBoard(url, { title: 'Standup' });
  afterThis(client.close);
  return { client, link };
};

test('an assistant adds ten notes, ties them, changes one, and sees the board', async () => {
  const { url } = await serve();
  const { client, link } = await boardAt(url);
  client.add({ kind: 'rect', x: 0, y: 0, width: 300, height: 200, text: 'Ours' });
  await client.saved();
  const { child, ask, use } = assistant({ BOARD_LINK: link, BOARD_NAME: 'Scribe' });
  const begun = await ask('initialize', { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'x' } });
  expect(begun.result).toMatchObject({ protocolVersion: '2025-03-26', capabilities: { tools: {} } });
  child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  expect((await ask('ping')).result).toEqual({});
  const { tools = [] } = (await ask('tools/list')).result ?? {};
  expect(tools.map(({ name }) => name)).toContain('add_notes');
  expect(new Set(tools.map(({ inputSchema }) => inputSchema.type))).toEqual(new Set(['object']));

  const notes = Array.from({ length: 10 }, (_, i) => ({ text: `Note ${i}` }));
  const added = await use('add_notes', { notes });
  const ids = /: (.*)\.$/.exec(added.text)?.[1]?.split(', ') ?? [];
  expect(ids).toHaveLength(10);
  await vi.waitFor(() => expect(client.elements()).toHaveLength(11));
  const places = client
    .elements()
    .slice(1)
    .map(({ x, y }) => `${x} ${y}`);
  // Beside what was there, each at a place of its own.
  expect(new Set(places).size).toBe(10);
  for (const { x } of client.elements().slice(1)) expect(x).toBeGreaterThan(300);

  const [from = '', to = ''] = ids;
  await use('add_connectors', { connectors: [{ source: from, target: to, label: 'then' }] });
  await use('change_element', { id: from, properties: { text: 'Changed', color: '#d0ebff' } });
  await use('add_shapes', { shapes: [{ shape: 'cloud', text: 'Idea', x: 0, y: 400 }] });
  await use('add_texts', { texts: [{ text: 'Heading', size: 40 }] });
  await vi.waitFor(() => expect(client.elements()).toHaveLength(14));
  const outline = (await use('read_board')).text;
  expect(outline).toContain('Board "Standup", as editor: 14 elements');
  expect(outline).toContain(`${from} sticky`);
  expect(outline).toContain('"Changed"');
  expect(outline).toContain(`from ${from} to ${to} "then"`);
  expect(outline).toMatch(/rect \(0, 400\) 160×100 "Idea", cloud/);

  const { data = '' } = await use('export_picture');
  const { format, width = 0 } = await sharp(Buffer.from(data, 'base64')).metadata();
  expect(format).toBe('png');
  expect(width).toBeGreaterThan(1_000);
  expect((await use('remove_elements', { ids: [from] })).text).toBe('Removed 1.');
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

describe('what goes wrong', () => {
  test('is told in a sentence, and nothing is done', async () => {
    const { url } = await serve();
    const { client, link } = await boardAt(url);
    const { use, ask } = assistant({ BOARD_LINK: link });
    const refused = [
      await use('add_notes'),
      await use('add_notes', { notes: [] }),
      await use('add_notes', { notes: Array.from({ length: 201 }, () => ({ text: 'x' })) }),
      await use('add_notes', { notes: [{ text: 'x', color: 'reddish' }] }),
      await use('add_connectors', { connectors: [{ source: 'none', target: 'none' }] }),
      await use('change_element', { id: 'abcdefghijkl', properties: {} }),
    ];
    for (const { text, isError } of refused) {
      expect(isError).toBe(true);
      expect(text).toMatch(/^[A-Z].*\.$/s);
    }
    expect((await use('paint_it_black')).error).toMatchObject({ code: -32_602 });
    expect((await ask('resources/list')).error).toMatchObject({ code: -32_601 });
    expect(client.elements()).toEqual([]);
  });

  test('where the link only lets look, or leads nowhere', async () => {
    const { url } = await serve();
    const ann = person(url);
    const board = await ann.makesBoard();
    const viewer = assistant({ BOARD_LINK: board.view.url });
    expect(await viewer.use('add_notes', { notes: [{ text: 'x' }] })).toMatchObject({
      isError: true,
      text: expect.stringContaining('Your link does not allow this.'),
    });
    expect((await viewer.use('read_board')).text).toContain('as viewer');
    const lost = assistant({ BOARD_LINK: `${url}/b/nothing#k=nothing` });
    expect(await lost.use('read_board')).toMatchObject({
      isError: true,
      text: expect.stringContaining('no such board'),
    });
    const none = assistant({ BOARD_LINK: '' });
    expect(await once(none.child, 'exit')).toEqual([2, null]);
  });

  test('is over once the link works again, and an outline says where it begins anew', async () => {
    const { url } = await serve();
    const ann = person(url);
    const board = await ann.makesBoard();
    const { use } = assistant({ BOARD_LINK: board.edit.url, BOARD_NAME: 'Scribe' });
    const ids = /: (.*)\.$/.exec((await use('add_notes', { notes: [{ text: 'x' }, { text: 'y' }] })).text)?.[1];
    expect((await use('read_board', { after: ids?.split(', ')[0] })).text).not.toContain('not there any more');
    expect((await use('read_board', { after: 'abcdefghijkl' })).text).toContain('not there any more');
    const linkIs = (change: object) => ann.patch(`/api/boards/${board.id}/links/${board.edit.id}`, change);
    await linkIs({ expiresAt: new Date(Date.now() - 1_000).toISOString() });
    await vi.waitFor(async () => expect(await use('read_board')).toMatchObject({ isError: true }), { timeout: 10_000 });
    await linkIs({ expiresAt: null });
    await vi.waitFor(async () => expect((await use('read_board')).text).toContain('as editor'), { timeout: 10_000 });
  });

  test('in lines is answered as the protocol says', async () => {
    const said: Told[] = [];
    async function* lines() {
      yield 'no json\n{"jsonrpc":"2.0","id":1,"method":"pi';
      yield 'ng"}\n\n{"id":2}\n[]\n{"jsonrpc":"2.0","id":3,"result":{}}\n{"jsonrpc":"2.0","method":"told"}\n';
      yield `{"jsonrpc":"2.0","id":"${'x'.repeat(201)}","method":"ping"}\n`;
      yield 'x'.repeat(600_000);
      yield `${'x'.repeat(600_000)}\n{"jsonrpc":"2.0","id":4,"method":"bad"}\n{"jsonrpc":"2.0","id":5,"method":"toString"}\n`;
    }
    await answerLines(lines(), (line) => said.push(JSON.parse(line)), {
      ping: () => ({}),
      bad: () => {
        throw new Refused('params', 'No.');
      },
    });
    expect(said.map(({ id, error }) => [id, error?.code]).sort()).toEqual(
      [
        [null, -32_700],
        [1, undefined],
        [2, -32_600],
        [null, -32_600],
        [null, -32_600],
        [null, -32_700],
        [4, -32_602],
        [5, -32_601],
      ].sort(),
    );
  });

  test('is not heard before what was answered has been read', async () => {
    const { promise: isRead, resolve: read } = Promise.withResolvers<void>();
    const asked: unknown[] = [];
    async function* lines() {
      yield '{"jsonrpc":"2.0","id":1,"method":"ping"}\n';
    }
    const heard = answerLines(
      lines(),
      () => undefined,
      { ping: (params) => asked.push(params) },
      () => isRead,
    );
    await new Promise(setImmediate);
    expect(asked).toEqual([]);
    read();
    await heard;
    expect(asked).toHaveLength(1);
  });
});
