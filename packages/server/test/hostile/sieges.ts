import { connect } from 'node:net';
import * as Y from 'yjs';
import { frames } from '../support/line.ts';
import { afterThis } from '../support/server.ts';
import { type Answer, closes, cut } from './answer.ts';
import type { Attack } from './attack.ts';

/** How a TCP connection ends on which `text` and nothing more is sent. A request that never ends is answered with 408, or cut. */
const stall = (port: number, text: string): Promise<Answer> =>
  new Promise((resolve) => {
    let heard = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => void socket.write(text));
    afterThis(() => socket.destroy());
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      const [, status] = /^HTTP\/1\.1 (\d+)/.exec(heard) ?? [];
      resolve(status === undefined ? cut : { status: Number(status) });
    });
  });

/** Attacks that take their time. They are made all at once. */
export const sieges: readonly Attack[] = [
  {
    name: 'three hundred requests that never end',
    hazard: 'a connection on which nothing happens is held for ever, until there are no more',
    answer: [cut, { status: 408 }],
    strike: ({ port }) =>
      Promise.all(
        Array.from({ length: 300 }, (_, i) =>
          stall(port, `GET /b/${i} HTTP/1.1\r\nHost: localhost:${port}\r\nX-Slow: ${'x'.repeat(i)}`),
        ),
      ),
  },
  {
    name: 'twenty thousand tiny changes at once',
    hazard: 'who sends most is served most, and all other boards wait',
    allowed: true,
    answer: closes('RATE_LIMITED'),
    strike: ({ closing }) =>
      closing(({ send }) => {
        const doc = new Y.Doc();
        doc.on('update', (update: Uint8Array) => send(frames.update(update)));
        for (let i = 0; i < 20_000; i++) doc.getMap('ov').set('element-evil:x', i);
      }),
  },
];
