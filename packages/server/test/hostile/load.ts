import { connect } from 'node:net';
import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { frames, type Line } from '../support/line.ts';
import { person } from '../support/person.ts';
import { afterThis } from '../support/server.ts';
import { type Answer, closes, ignored, refuses } from './answer.ts';
import type { Attack } from './attack.ts';

/** How a connection to a board ends, or that it was let in. */
const comesIn = (line: Line): Promise<Answer> =>
  line.hears('step1').then(
    () => ignored,
    async () => ({ closed: await line.closed }),
  );

/** The status of what was asked for, of which nothing more is read. */
const asksAndLeavesIt = (port: number, text: string): Promise<Answer> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => void socket.write(text));
    afterThis(() => socket.destroy());
    socket.once('data', (bytes: Buffer) => {
      socket.pause();
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(bytes.toString('latin1'))?.[1]) });
    });
    socket.on('error', () => {});
  });

/** More of everything than anybody needs. */
export const load: readonly Attack[] = [
  {
    name: 'a thousand random frames',
    hazard: 'a frame that cannot be read ends the process',
    answer: [closes('MALFORMED'), closes('TOO_LARGE')],
    strike: async ({ closing }) => {
      const random = seededRandom(1);
      const noise = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
      const answers: Answer[] = [];
      for (let i = 0; i < 10; i++)
        answers.push(
          await closing(({ socket }) => {
            for (let n = 0; n < 100; n++) socket.send(noise(1 + (n % 60)));
          }),
        );
      return answers;
    },
  },
  {
    name: 'asking for the whole board again and again',
    heavy: true,
    hazard: 'a few bytes are answered with the whole board, as often as one likes',
    answer: closes('RATE_LIMITED'),
    strike: ({ closing }) =>
      closing(({ send }) => {
        for (let i = 0; i < 50; i++) send(frames.step1());
      }),
  },
  {
    name: 'asking who is there again and again',
    hazard: 'a few bytes are answered with everybody’s presence, as often as one likes',
    answer: ignored,
    strike: ({ bearing }) =>
      bearing(({ send }) => {
        for (let i = 0; i < 2_000; i++) send(frames.queryPresence());
      }),
  },
  {
    name: 'four hundred connections of one person to one board',
    heavy: true,
    hazard: 'connections cost the one who makes them nothing, and the server memory',
    answer: [ignored, closes('RATE_LIMITED')],
    strike: async ({ villain, board }) => {
      const lines = await Promise.all(Array.from({ length: 400 }, () => villain.connects(board.id)));
      const answers = await Promise.all(lines.map(comesIn));
      for (const { socket } of lines) socket.terminate();
      const inside = answers.filter((answer) => answer === ignored).length;
      if (inside === 0 || inside > 40) throw new Error(`${inside} of them came in`);
      return answers;
    },
  },
  {
    name: 'four hundred visitors to one board',
    heavy: true,
    hazard: 'connections cost the one who makes them nothing, and the server memory',
    answer: ignored,
    strike: async ({ url, board }) => {
      const lines = await Promise.all(
        Array.from({ length: 400 }, async () => {
          const visitor = person(url);
          return visitor.connects(board.id, { ticket: await visitor.ticket(board.id, board.view), gesso: '1' });
        }),
      );
      const answers = await Promise.all(lines.map(comesIn));
      for (const { socket } of lines) socket.terminate();
      return answers;
    },
  },
  {
    name: 'fifty requests for the whole board, by somebody who may only look and reads none of them',
    heavy: true,
    hazard: 'each is answered with a copy that is kept until it is read',
    answer: [{ status: 200 }, refuses('RATE_LIMITED')],
    strike: async ({ viewer, villain, port }) => {
      const eve = await viewer();
      const { id, view } = await villain.makesBoard();
      const doc = new Y.Doc();
      const bytes = new Uint8Array(60_000).fill(7);
      doc.transact(() => {
        for (let i = 0; i < 10; i++) doc.getMap('ov').set(`el-${String(i).padStart(9, '0')}:p`, bytes);
      });
      await villain.put(`/api/boards/${id}/document`, Y.encodeStateAsUpdate(doc));
      await eve.opens(view);
      const ask = [
        `GET /api/boards/${id}/document HTTP/1.1`,
        `Host: localhost:${port}`,
        `Cookie: ${eve.cookie}`,
        '',
        '',
      ];
      return Promise.all(Array.from({ length: 50 }, () => asksAndLeavesIt(port, ask.join('\r\n'))));
    },
  },
  {
    name: 'a thousand guests who only ask who they are',
    hazard: 'everybody who asks for nothing is remembered for ever',
    answer: ignored,
    strike: async ({ url }) => {
      const ids = new Set<string>();
      for (let i = 0; i < 1_000; i++) ids.add((await person(url).get('/api/session')).body.id);
      if (ids.size !== 1_000) throw new Error('two guests are one');
      return ignored;
    },
  },
  {
    name: 'guessing the password of a link',
    hazard: 'a short password is found by trying all of them',
    answer: [refuses('PASSWORD_REQUIRED'), refuses('RATE_LIMITED')],
    strike: async ({ owner, villain, board }) => {
      const { body: link } = await owner.post(`/api/boards/${board.id}/links`, { role: 'editor', password: '4711' });
      const answers: Answer[] = [];
      for (let i = 0; i < 60; i++) answers.push({ status: (await villain.opens(link, String(4_700 + i))).status });
      const looked = answers.filter((answer) => 'status' in answer && answer.status !== 429).length;
      if (looked > 8) throw new Error(`${looked} guesses were looked at`);
      return answers;
    },
  },
  {
    name: 'fifty boards made, opened and left',
    hazard: 'what is opened for one glance stays in memory',
    answer: ignored,
    strike: async ({ url }) => {
      const passing = person(url);
      for (let i = 0; i < 50; i++) {
        const { id } = await passing.makesBoard();
        const line = await passing.connects(id);
        await line.hears('step1');
        line.socket.terminate();
      }
      return ignored;
    },
  },
  {
    name: 'a reader who does not read',
    heavy: true,
    hazard: 'what is written for somebody who does not take it piles up in memory',
    allowed: true,
    answer: [ignored, closes('TOO_SLOW')],
    strike: async ({ villain, board, owner }) => {
      const slow = await villain.connects(board.id);
      await slow.hears('step1');
      slow.pause();
      const writer = await owner.connects(board.id);
      const doc = new Y.Doc();
      doc.getMap('tx').set('text-0000000', new Y.Text('x'));
      writer.send(frames.update(Y.encodeStateAsUpdate(doc)));
      // One value again and again: 20 MB go to everybody, and none of it stays on the board.
      for (let i = 0; i < 300; i++) {
        const before = Y.encodeStateVector(doc);
        doc.getMap('ov').set('element-evil:p', new Uint8Array(64_000).fill(i));
        writer.send(frames.update(Y.encodeStateAsUpdate(doc, before)));
        await writer.hears('saved', ({ count }) => count === i + 2);
      }
      slow.socket.resume();
      const seen = new Y.Doc();
      const take = (async () => {
        for (;;) Y.applyUpdate(seen, (await slow.hears('update')).body);
      })().catch(() => undefined);
      const last = (): boolean =>
        (seen.getMap('ov').get('element-evil:p') as Uint8Array | undefined)?.[0] === 299 % 256;
      const caughtUp = slow.hears('step2').then(({ body }) => Y.applyUpdate(seen, body));
      const ended = slow.closed.then((closed) => ({ closed }));
      const answer = await Promise.race([caughtUp.then(() => ignored), ended]);
      if (answer === ignored && !last()) throw new Error('the slow reader was not brought up to date');
      slow.socket.terminate();
      await take;
      return answer;
    },
  },
];
