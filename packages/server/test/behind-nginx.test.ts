import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { clusterProxy } from './support/cluster-proxy.ts';
import { afterThis } from './support/server.ts';
import { programAt } from './support/shell.ts';

const nginx = programAt('nginx');

interface Backend {
  readonly name: string;
  readonly port: number;
  /** Paths it was asked for. */
  readonly asked: string[];
  stop(): Promise<void>;
  start(): Promise<void>;
  /** From now on it takes connections and says nothing, as a process that is paused. */
  pause(): void;
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/** What stands behind the proxy: it says its name, opens sockets, and answers 503 at `/api/boards/busy/…`. */
const backend = async (name: string): Promise<Backend> => {
  const asked: string[] = [];
  const unanswered: Duplex[] = [];
  let isPaused = false;
  const answer = ({ url = '', headers }: IncomingMessage, response: ServerResponse): void => {
    asked.push(url);
    if (isPaused) return;
    if (url.startsWith('/api/boards/busy/')) response.writeHead(503).end('{"code":"OVERLOADED"}');
    else response.end(JSON.stringify({ name, headers }));
  };
  let server: Server;
  let port = 0;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
      for (const socket of unanswered) socket.destroy();
    });
  const sockets = new WebSocketServer({ noServer: true });
  const start = async (): Promise<void> => {
    server = createServer(answer).on('upgrade', (request, socket, head) => {
      if (isPaused) unanswered.push(socket);
      else sockets.handleUpgrade(request, socket, head, (opened) => opened.send(name));
    });
    port = await listen(server, port);
  };
  await start();
  afterThis(stop);
  const pause = (): void => {
    isPaused = true;
  };
  return { name, port, asked, stop, start, pause };
};

/** `ms`: how long the proxy waits for an answer. */
const behind = async (ms?: number) => {
  const backends = await Promise.all(['one', 'two', 'three'].map(backend));
  const ports = backends.map(({ port }) => port);
  const url = await clusterProxy(nginx ?? '', ports, ms);
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(url + path, { headers });
    const text = await answer.text();
    return { status: answer.status, body: answer.status === 200 ? JSON.parse(text) : text };
  };
  /** Opens a socket of a board, which stays open. Resolves with who took it, or the status by which it was refused. */
  const opens = (board: string): Promise<string> => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${board}`);
    afterThis(() => socket.terminate());
    return new Promise((resolve) => {
      socket.once('message', (data: Buffer) => resolve(data.toString()));
      socket.once('unexpected-response', (_request, { statusCode }) => resolve(String(statusCode)));
      socket.once('error', ({ message }) => resolve(message));
    });
  };
  return { backends, get, opens };
};

/** So many that each of three servers has some of them, whatever the ports are that they are told apart by. */
const boards = Array.from({ length: 60 }, (_, n) => `board-${n}`);

describe.skipIf(nginx === undefined)('several servers behind nginx as in the sample', () => {
  test('all that is asked of a board goes to one of them, and boards to all of them', async () => {
    const { backends, get, opens } = await behind();
    for (const board of boards) {
      const { name } = (await get(`/b/${board}`)).body;
      expect((await get(`/api/boards/${board}/links?x=1`)).body.name).toBe(name);
      expect((await get(`/embed/${board}`)).body.name).toBe(name);
      expect(await opens(board)).toBe(name);
    }
    for (const { asked } of backends) expect(asked).not.toEqual([]);
  });

  test('one person who is told to wait is asked for once, and no server is left alone for it', async () => {
    const { backends, get, opens } = await behind();
    for (let n = 0; n < 5; n++) expect((await get('/api/boards/busy/export.png')).status).toBe(503);
    expect(backends.flatMap(({ asked }) => asked)).toHaveLength(5);
    for (const board of boards) {
      expect((await get(`/b/${board}`)).status).toBe(200);
      expect(await opens(board)).toMatch(/one|two|three/);
    }
  });

  test('boards of a server that is away go to others, and all to one that is back when it is the last', async () => {
    const { backends, opens } = await behind();
    const [one, two, three] = backends as [Backend, Backend, Backend];
    await one.stop();
    for (const board of boards) expect(await opens(board)).toMatch(/two|three/);
    await one.start();
    await Promise.all([two.stop(), three.stop()]);
    // Sockets stay open: not one of these has been answered to its end.
    for (const board of boards) expect(await opens(board)).toBe('one');
  });

  test('boards of a server that takes connections and says nothing go to others', async () => {
    const { backends, get, opens } = await behind(200);
    const [board = ''] = boards;
    const { name } = (await get(`/b/${board}`)).body;
    backends.find((one) => one.name === name)?.pause();
    expect((await get(`/b/${board}`)).body.name).not.toBe(name);
    expect(await opens(board)).toMatch(/one|two|three/);
  });

  test('what a proxy before it says of encryption is passed on', async () => {
    const { get } = await behind();
    const told = async (headers?: Record<string, string>) => (await get('/b/x', headers)).body.headers;
    expect((await told())['x-forwarded-proto']).toBe('http');
    expect((await told({ 'x-forwarded-proto': 'https' }))['x-forwarded-proto']).toBe('https');
  });
});
