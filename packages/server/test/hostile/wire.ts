import { connect } from 'node:net';
import * as Y from 'yjs';
import { edit } from '../support/line.ts';
import { afterThis } from '../support/server.ts';
import { type Answer, closes, cut, gone, ignored, refuses } from './answer.ts';
import type { Attack } from './attack.ts';
import { http, raw, request, type Scene } from './scene.ts';

/** The WebSocket protocol itself, broken below the messages. */
const sockets: readonly Attack[] = [
  ...(
    [
      ['reserved bits set', [0xf2, 0x81, 0, 0, 0, 0, 1]],
      ['compression nobody agreed on', [0xc2, 0x81, 0, 0, 0, 0, 1]],
      ['an unmasked frame', [0x82, 0x01, 1]],
      ['an unknown opcode', [0x8b, 0x80, 0, 0, 0, 0]],
      ['a ping in parts', [0x09, 0x80, 0, 0, 0, 0]],
      ['a ping with more than a ping may hold', [0x89, 0xfe, 0, 200, 0, 0, 0, 0]],
      ['a message that goes on and never began', [0x80, 0x81, 0, 0, 0, 0, 1]],
      ['a message that begins twice', [0x02, 0x81, 0, 0, 0, 0, 1, 0x02, 0x81, 0, 0, 0, 0, 1]],
      ['text that is no UTF-8', [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]],
      ['a close with half a code', [0x88, 0x81, 0, 0, 0, 0, 3]],
      ['a close with a code nobody may send', [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed]],
    ] as const
  ).map(
    ([name, bytes]): Attack => ({
      name,
      hazard: 'an error below the messages has no listener, and ends the process',
      answer: closes('MALFORMED'),
      strike: ({ closing }) => closing((line) => raw(line, bytes)),
    }),
  ),
  {
    name: 'a frame that says it is as long as all numbers',
    hazard: 'a length that lies reserves memory',
    answer: closes('TOO_LARGE'),
    strike: ({ closing }) => closing((line) => raw(line, [0x82, 0xff, 0, 0x0f, 255, 255, 255, 255, 255, 255])),
  },
  {
    name: 'a frame that ends in the middle',
    hazard: 'half a message waits for the rest for ever',
    answer: ignored,
    async strike({ villain, board }) {
      const line = await villain.connects(board.id);
      raw(line, [0x82, 0xff, 0, 0]);
      line.socket.terminate();
      return ignored;
    },
  },
  {
    name: 'a message in a thousand fragments',
    hazard: 'the smallest fragments cost the most memory, and a message may have any number of them',
    answer: [closes('MALFORMED'), closes('TOO_LARGE')],
    strike: ({ closing }) =>
      closing((line) => {
        raw(line, [0x02, 0x80, 0, 0, 0, 0]);
        for (let i = 0; i < 1_000; i++) raw(line, [0x00, 0x81, 0, 0, 0, 0, 0]);
      }),
  },
  {
    name: 'five thousand pings',
    hazard: 'every ping is answered, and nobody counts them',
    answer: gone,
    strike: ({ closing }) =>
      closing(({ socket }) => {
        for (let i = 0; i < 5_000; i++) socket.ping('x'.repeat(100));
      }),
  },
  {
    name: 'leaving in the middle of the handshake, fifty times',
    hazard: 'what is set up for somebody who has gone is never taken down',
    answer: cut,
    strike: (scene) =>
      Promise.all(
        Array.from(
          { length: 50 },
          () =>
            new Promise<Answer>((resolve) => {
              const socket = connect(scene.port, '127.0.0.1', () => {
                socket.write(
                  `GET /sync/${scene.board.id} HTTP/1.1\r\nHost: localhost:${scene.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
                    `Origin: ${scene.url}\r\nCookie: ${scene.villain.cookie}\r\nSec-WebSocket-Version: 13\r\n` +
                    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
                );
                socket.destroy();
              });
              socket.on('error', () => {});
              socket.on('close', () => resolve(cut));
            }),
        ),
      ),
  },
  {
    name: 'frames behind the handshake, before it is answered',
    hazard: 'what comes before anybody listens is lost, or read by nobody who checks it',
    answer: { status: 101 },
    strike: async (scene) => {
      const text = `GET /sync/${scene.board.id} HTTP/1.1\r\nHost: localhost:${scene.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: ${scene.url}\r\nCookie: ${scene.villain.cookie}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
      return http(scene.port, Buffer.concat([Buffer.from(text), Buffer.from([0x82, 0x81, 0, 0, 0, 0, 77])]));
    },
  },
  {
    name: 'a handshake that is none',
    hazard: 'a header nobody expects is looked at with a slow pattern, or ends the process',
    answer: { status: 400 },
    strike: (scene) => {
      const at = `GET /sync/${scene.board.id}`;
      const who = [
        `Origin: ${scene.url}`,
        `Cookie: ${scene.villain.cookie}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
      ];
      const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
      return Promise.all([
        request(scene, at, [...who, 'Sec-WebSocket-Version: 13']),
        request(scene, at, [...who, 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: short']),
        request(scene, at, [...who, 'Sec-WebSocket-Version: 99', key]),
        request(scene, at, [
          ...who,
          'Sec-WebSocket-Version: 13',
          key,
          `Sec-WebSocket-Protocol: a,${' '.repeat(6_000)}b,,`,
        ]),
      ]);
    },
  },
];

const malformed = refuses('MALFORMED');

const post = (scene: Scene, type: string | undefined, body: string, ...more: string[]): Promise<Answer> =>
  request(
    scene,
    'POST /api/boards',
    [
      `Cookie: ${scene.villain.cookie}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...(type === undefined ? [] : [`Content-Type: ${type}`]),
      ...more,
    ],
    body,
  );

/** Each flood comes from an address of its own, which has to wait afterwards. */
let floods = 0;

/** HTTP, broken or bent. */
const requests: readonly Attack[] = [
  {
    name: 'requests that are no requests',
    hazard: 'an error below the requests has no listener, and ends the process',
    answer: [{ status: 400 }, cut],
    strike: ({ port }) =>
      Promise.all(
        [
          '\0\0\0\0\r\n\r\n',
          'BREW / HTTP/9\r\n\r\n',
          'GET / HTTP/1.1\r\n\r\n',
          'GET /\r\n\r\n\0',
          'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
          'GET / HTTP/1.1\r\nHost: x\r\nBad Header: x\r\n\r\n',
          '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
        ].map((text) => http(port, text)),
      ),
  },
  {
    name: 'requests that two readers read differently',
    hazard: 'a proxy sees one request and the server two',
    answer: { status: 400 },
    strike: (scene) =>
      Promise.all([
        post(scene, 'application/json', '{}', 'Content-Length: 99'),
        post(scene, 'application/json', '0\r\n\r\n', 'Transfer-Encoding: chunked'),
        post(scene, 'application/json', '{}', 'Transfer-Encoding: identity, chunked'),
        request(
          scene,
          'POST /api/boards',
          ['Transfer-Encoding: chunked', 'Content-Type: application/json'],
          'zz\r\n{}\r\n',
        ),
      ]),
  },
  {
    name: 'a header above all limits',
    hazard: 'a header takes all the memory, before anybody has been asked who they are',
    // Node's own: it is refused below the failures of the API.
    answer: { status: 431 },
    strike: (scene) => request(scene, 'GET /healthz', [`X-Long: ${'x'.repeat(40_000)}`]),
  },
  {
    name: 'bodies of another type than the one that is expected',
    hazard: 'a type nobody thought of passes by the check of what is in it',
    answer: malformed,
    strike: (scene) =>
      Promise.all([
        post(scene, 'text/plain', '{"title":"x"}'),
        post(scene, 'application/x-www-form-urlencoded', 'title=x'),
        post(scene, 'multipart/form-data; boundary=x', '--x--'),
        post(scene, 'application/jsonx', '{"title":"x"}'),
        post(scene, 'application/json+evil', '{"title":"x"}'),
        post(scene, 'application/octet-stream', '{"title":"x"}'),
        post(scene, undefined, '{"title":"x"}'),
        post(scene, 'application/json; charset=utf-7', '{"title":'),
      ]),
  },
  {
    name: 'bodies that are not what they should be',
    hazard: 'a value of another type than the one that is expected',
    answer: malformed,
    strike: (scene) =>
      Promise.all(
        [
          '{"title":',
          '[]',
          '"x"',
          '{"title":5}',
          '{"title":{"toString":"x"}}',
          '{"__proto__":{"title":"x"}}',
          '{"constructor":{"prototype":{"title":"x"}}}',
          `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
        ].map((body) => post(scene, 'application/json', body)),
      ),
  },
  {
    name: 'bodies above their limits',
    hazard: 'one request takes all the memory',
    answer: refuses('TOO_LARGE'),
    strike: (scene) => {
      const who = `Cookie: ${scene.villain.cookie}`;
      const document = `PUT /api/boards/${scene.board.id}/document`;
      return Promise.all([
        request(scene, document, [who, 'Content-Type: application/octet-stream', `Content-Length: ${2 ** 24 + 1}`]),
        request(scene, document, [who, 'Content-Type: application/octet-stream', `Content-Length: ${2 ** 50}`]),
        post(scene, 'application/json', JSON.stringify({ title: 'x'.repeat(100_000) })),
        request(
          scene,
          'POST /api/boards',
          [who, 'Transfer-Encoding: chunked', 'Content-Type: application/json'],
          `20000\r\n${' '.repeat(0x20000)}\r\n`,
        ),
      ]);
    },
  },
  {
    name: 'a document that is none',
    hazard: 'what a socket would not take gets in by the other way',
    answer: malformed,
    strike: async ({ villain, board }) => {
      const at = `/api/boards/${board.id}/document`;
      const bodies = [
        Uint8Array.of(200, 1, 2, 3),
        new Uint8Array(),
        edit(new Y.Doc(), '__proto__', { t: 'r' }),
        edit(new Y.Doc(), 'element-evil', { t: 'r', x: Number.NaN }),
        Uint8Array.of(1, 1, 7, 9, 0, 1, 0),
      ];
      return Promise.all(bodies.map(async (body) => ({ status: (await villain.put(at, body)).status })));
    },
  },
  {
    name: 'methods an address does not take',
    hazard: 'an address without a guard of its own under another method',
    answer: [refuses('METHOD_NOT_ALLOWED'), refuses('NOT_FOUND')],
    strike: (scene) =>
      Promise.all([
        request(scene, 'DELETE /api/boards'),
        request(scene, `POST /api/boards/${scene.board.id}/document`),
        request(scene, 'TRACE /healthz'),
        request(scene, 'PROPFIND /'),
        request(scene, 'PUT /'),
        request(scene, 'POST /api/session/list'),
        request(scene, `POST /sync/${scene.board.id}`),
      ]),
  },
  {
    name: 'a method in a header',
    hazard: 'a header turns a harmless request into another one',
    answer: { status: 200 },
    strike: (scene) =>
      request(scene, `GET /api/boards/${scene.board.id}`, [
        `Cookie: ${scene.owner.cookie}`,
        'X-HTTP-Method-Override: DELETE',
        'X-Method-Override: DELETE',
      ]),
  },
  {
    name: 'a change asked for by a page elsewhere',
    hazard: 'any page somebody looks at changes their boards in their name',
    answer: refuses('FORBIDDEN'),
    strike: ({ url, owner, board }) => {
      const origins = ['https://evil.example', 'null', `${url}.evil.example`, 'file://', url.replace(/\d+$/, '1')];
      const at = `/api/boards/${board.id}`;
      return Promise.all(
        origins.map(async (origin) => ({ status: (await owner.request('DELETE', at, undefined, { origin })).status })),
      );
    },
  },
  {
    name: 'an address that belongs to somebody else',
    hazard: 'a header says where a request comes from, and opens what is open to this machine alone',
    answer: refuses('NOT_FOUND'),
    strike: (scene) =>
      Promise.all(
        ['X-Forwarded-For: 127.0.0.1', 'Forwarded: for=127.0.0.1', 'X-Forwarded-Host: localhost'].map((header) =>
          request(scene, 'GET /metrics', [header]),
        ),
      ),
  },
  {
    name: 'paths that lead out',
    hazard: 'a file nobody meant to give away is served',
    answer: [refuses('NOT_FOUND'), refuses('FORBIDDEN'), { status: 400 }],
    strike: (scene) =>
      Promise.all(
        [
          '/../package.json',
          '/../../../../etc/passwd',
          '/..%2f..%2f..%2fetc%2fpasswd',
          '/assets/%2e%2e/%2e%2e/package.json',
          '/assets/..%5c..%5cpackage.json',
          '/assets//../../package.json',
          '/%00',
          '/index.html%00.png',
          '/%c0%ae%c0%ae/etc/passwd',
          '//etc/passwd',
          '/%',
          '/.git/config',
          '/gesso.db',
        ].map((path) => request(scene, `GET ${path}`)),
      ),
  },
  {
    name: 'six thousand requests from one address',
    heavy: true,
    hazard: 'one address takes the time of all others',
    answer: refuses('RATE_LIMITED'),
    strike: (scene) => floodFrom(`127.0.0.${3 + floods++}`, scene),
  },
];

/** Asks without a break over one connection until it is told to stop. The address is another than everybody else's. */
const floodFrom = (from: string, { port }: Scene): Promise<Answer> =>
  new Promise((resolve) => {
    const one = `GET /api/boards HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`;
    const socket = connect({ port, host: '127.0.0.1', localAddress: from }, () => void socket.write(one.repeat(6_050)));
    afterThis(() => socket.destroy());
    const refused = refuses('RATE_LIMITED');
    let last = '';
    socket.on('data', (bytes) => {
      last = (last + bytes.toString('latin1')).slice(-20_000);
      if (!('status' in refused) || !last.includes(`HTTP/1.1 ${refused.status}`)) return;
      resolve(refused);
      socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(cut));
  });

export const wire: readonly Attack[] = [...sockets, ...requests];
