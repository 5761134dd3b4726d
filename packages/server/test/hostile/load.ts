import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { frames } from '../support/line.ts';
import { person } from '../support/person.ts';
import { type Answer, type Attack, closes, ignored } from './attack.ts';

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
    name: 'four hundred connections to one board',
    heavy: true,
    hazard: 'connections cost the one who makes them nothing, and the server memory',
    answer: ignored,
    strike: async ({ villain, board }) => {
      const lines = await Promise.all(Array.from({ length: 400 }, () => villain.connects(board.id)));
      await Promise.all(lines.map((line) => line.hears('step1')));
      for (const { socket } of lines) socket.terminate();
      return ignored;
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
