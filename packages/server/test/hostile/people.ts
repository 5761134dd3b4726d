import * as Y from 'yjs';
import { edit, frames } from '../support/line.ts';
import { person } from '../support/person.ts';
import { type Answer, closes, ignored, refuses } from './answer.ts';
import type { Attack } from './attack.ts';
import { bytesOf } from './bytes.ts';
import { live } from './messages.ts';
import { handshake, type Scene } from './scene.ts';

const forged = { id: 'x', name: 'The Owner', color: '#000000' };

/** Speaking for others: in presence, in live ink. */
const voices: readonly Attack[] = [
  {
    name: 'presence and live ink under the client id of somebody who is here',
    hazard: 'people are shown where they are not, saying what they do not say',
    answer: ignored,
    async strike({ drawing, present, viewer, board, bearing }) {
      const watching = await (await viewer()).connects(board.id);
      drawing.send(frames.presence(present.client, 1, { cursor: [1, 1] }));
      await watching.hears('presence', ({ states }) => states.has(present.client));
      const answer = await bearing(async ({ send }) => {
        send(frames.presence(present.client, 2, { cursor: [6, 6], user: forged }));
        send(frames.presence(present.client, 3, null));
        send(live(present.client));
        send(frames.presence(8, 1, { user: forged }));
        const { states } = await watching.hears('presence', (heard) => heard.states.has(8));
        if (states.get(8)?.state?.user?.name === forged.name) throw new Error('a forged name was shown');
        if (states.has(present.client)) throw new Error('a forged place was shown');
        if (watching.heard.some(({ type }) => type === 'live')) throw new Error('forged ink was shown');
      });
      return answer;
    },
  },
  {
    name: 'presence for more people than one connection is',
    hazard: 'a board full of ghosts hides those who are there, and everybody pays for each of them',
    answer: ignored,
    async strike({ viewer, board, bearing }) {
      const watching = await (await viewer()).connects(board.id);
      return bearing(async ({ send }) => {
        for (let client = 100; client < 1_100; client++) send(frames.presence(client, 1, { n: client }));
        send(frames.queryPresence());
        await watching.hears('presence', ({ states }) => states.has(107));
        const shown = watching.heard.flatMap((heard) => (heard.type === 'presence' ? [...heard.states.keys()] : []));
        if (shown.some((client) => client > 107 && client < 1_100)) throw new Error('ghosts were shown');
      });
    },
  },
  {
    name: 'two thousand changes of presence at once',
    hazard: 'every move of one is written to everybody, and the board is busy with that alone',
    answer: ignored,
    async strike({ viewer, board, bearing }) {
      const watching = await (await viewer()).connects(board.id);
      const answer = await bearing(async ({ send }) => {
        for (let clock = 1; clock <= 2_000; clock++) send(frames.presence(9, clock, { clock }));
        await watching.hears('presence', ({ states }) => states.get(9)?.clock === 2_000);
      });
      const told = watching.heard.filter(({ type }) => type === 'presence').length;
      if (told > 200) throw new Error(`told ${told} times`);
      return answer;
    },
  },
  {
    name: 'two thousand strokes of live ink at once',
    hazard: 'every point of one is written to everybody, and the board is busy with that alone',
    answer: ignored,
    async strike({ viewer, board, bearing }) {
      const watching = await (await viewer()).connects(board.id);
      const answer = await bearing(async ({ send }) => {
        for (let n = 0; n < 2_000; n++) send(live(10));
        send(frames.presence(10, 1, {}));
        await watching.hears('presence', ({ states }) => states.has(10));
      });
      const told = watching.heard.filter(({ type }) => type === 'live').length;
      if (told > 400) throw new Error(`told ${told} times`);
      return answer;
    },
  },
  {
    name: 'a presence clock that can never be overtaken',
    hazard: 'whoever says first that they are the newest stays on everybody’s screen',
    answer: ignored,
    async strike({ viewer, board, villain }) {
      const watching = await (await viewer()).connects(board.id);
      const line = await villain.connects(board.id);
      line.send(frames.presence(9, Number.MAX_SAFE_INTEGER, { here: true }));
      await watching.hears('presence', ({ states }) => states.has(9));
      line.close();
      await watching.hears('presence', ({ states }) => states.get(9)?.state === null);
      return ignored;
    },
  },
];

const forbidden = closes('FORBIDDEN');

const byViewer = async ({ viewer, board }: Scene, bytes: Uint8Array): Promise<Answer> => {
  const line = await (await viewer()).connects(board.id);
  line.send(bytes);
  return { closed: await line.closed };
};

const written = edit(new Y.Doc(), 'element-evil', { t: 'r', x: 1, y: 1, w: 5, h: 5 });

const status = async (reply: Promise<{ readonly status: number }>): Promise<Answer> => ({
  status: (await reply).status,
});

/** Doing what one's link does not allow. */
const rights: readonly Attack[] = [
  ...(
    [
      ['a change', () => frames.update(written)],
      ['a change that passes for history', () => frames.step2(written)],
      ['live ink', () => live(7)],
      ['a deletion of what is there', ({ present }: Scene) => frames.update(bytesOf(0, 1, present.client, 1, 0, 1))],
    ] as const
  ).map(
    ([what, bytes]): Attack => ({
      name: `a viewer sends ${what}`,
      hazard: 'who may only look changes the board by another way in',
      answer: forbidden,
      strike: (scene) => byViewer(scene, bytes(scene)),
    }),
  ),
  {
    name: 'a viewer asks the API for what only others may',
    hazard: 'who may only look changes the board by another way in',
    answer: refuses('FORBIDDEN'),
    async strike({ viewer, board }) {
      const somebody = await viewer();
      const at = `/api/boards/${board.id}`;
      return Promise.all([
        status(somebody.put(`${at}/document`, written)),
        status(somebody.patch(at, { title: 'mine' })),
        status(somebody.delete(at)),
        status(somebody.post(`${at}/links`, { role: 'editor' })),
        status(somebody.get(`${at}/links`)),
        status(somebody.delete(`${at}/links/${board.edit.id}`)),
        status(somebody.get(`${at}/audit`)),
      ]);
    },
  },
  {
    name: 'an editor asks for what only the owner may',
    hazard: 'who was given a little takes the rest',
    answer: refuses('FORBIDDEN'),
    async strike({ villain, board }) {
      const at = `/api/boards/${board.id}`;
      return Promise.all([
        status(villain.delete(at)),
        status(villain.post(`${at}/links`, { role: 'editor' })),
        status(villain.delete(`${at}/links/${board.view.id}`)),
      ]);
    },
  },
  {
    name: 'a link that makes its holder the owner',
    hazard: 'who was given a little takes the rest',
    answer: refuses('MALFORMED'),
    strike: ({ owner, board }) => status(owner.post(`/api/boards/${board.id}/links`, { role: 'owner' })),
  },
  {
    name: 'somebody with no link at all asks for the board',
    hazard: 'a name that can be guessed or overheard is enough to get in',
    answer: refuses('NO_SUCH_BOARD'),
    async strike({ url, board }) {
      const stranger = person(url);
      await stranger.get('/api/session');
      const at = `/api/boards/${board.id}`;
      return Promise.all([
        status(stranger.get(at)),
        status(stranger.get(`${at}/document`)),
        status(stranger.put(`${at}/document`, written)),
        status(stranger.get(`${at}/links`)),
        status(stranger.post(`${at}/join`, { key: 'A'.repeat(22) })),
        status(stranger.post(`${at}/ticket`, { key: board.id })),
      ]);
    },
  },
  {
    name: 'drawing on after the link was turned off',
    spoils: true,
    hazard: 'a right lasts as long as the connection it was used for',
    answer: closes('REVOKED'),
    async strike({ owner, villain, board }) {
      const line = await villain.connects(board.id);
      await line.hears('step1');
      await owner.delete(`/api/boards/${board.id}/links/${board.edit.id}`);
      for (let i = 0; i < 5; i++) line.socket.send(frames.update(written));
      return { closed: await line.closed };
    },
  },
  {
    name: 'coming back after the link was turned off',
    spoils: true,
    hazard: 'a right lasts as long as the session it was given to',
    answer: closes('NO_SUCH_BOARD'),
    async strike({ owner, villain, board }) {
      await owner.delete(`/api/boards/${board.id}/links/${board.edit.id}`);
      const line = await villain.connects(board.id);
      return { closed: await line.closed };
    },
  },
];

/** How one tries to come in. */
const entering: readonly Attack[] = [
  {
    name: 'a ticket that was used, one of another board, and one of nobody',
    hazard: 'what lets in once is kept, copied and used again',
    answer: closes('UNAUTHENTICATED'),
    async strike({ url, villain, board }) {
      const script = person(url);
      const used = await villain.ticket(board.id);
      const first = await script.connects(board.id, { ticket: used });
      await first.hears('step1');
      const other = await villain.makesBoard();
      const tickets = [used, await villain.ticket(other.id), 'A'.repeat(used.length), '', '__proto__'];
      const lines = await Promise.all(tickets.map((ticket) => script.connects(board.id, { ticket })));
      return Promise.all(lines.map(async ({ closed }) => ({ closed: await closed })));
    },
  },
  {
    name: 'a ticket taken before signing out, and the session it was taken with',
    hazard: 'who has signed out somewhere else is still there',
    answer: closes('UNAUTHENTICATED'),
    async strike({ url, board }) {
      const thief = person(url);
      await thief.opens(board.edit);
      const ticket = await thief.ticket(board.id);
      const { cookie } = thief;
      const open = await thief.connects(board.id);
      await open.hears('step1');
      await person(url, cookie).delete('/api/session');
      const lines = [open, await thief.connects(board.id, { ticket }), await person(url, cookie).connects(board.id)];
      return Promise.all(lines.map(async ({ closed }) => ({ closed: await closed })));
    },
  },
  {
    name: 'going on with the old secret of a session that was renewed',
    hazard: 'renewing a session that was stolen leaves the thief where they are',
    answer: [closes('SESSION_RENEWED'), closes('UNAUTHENTICATED')],
    async strike({ url, board }) {
      const honest = person(url);
      await honest.opens(board.edit);
      const thief = person(url, honest.cookie);
      const open = await thief.connects(board.id);
      await open.hears('step1');
      const ticket = await thief.ticket(board.id);
      await honest.post('/api/session/rotate');
      const lines = [open, await thief.connects(board.id, { ticket }), await thief.connects(board.id)];
      return Promise.all(lines.map(async ({ closed }) => ({ closed: await closed })));
    },
  },
  {
    name: 'a key, a session or a token in the address',
    hazard: 'what is in an address ends up in logs and referrers, and lets in whoever reads those',
    answer: closes('UNAUTHENTICATED'),
    async strike({ url, villain, board }) {
      const stranger = person(url);
      const secret = villain.cookie.split('=')[1] ?? '';
      const queries = [{ k: board.edit.key }, { key: board.edit.key }, { gesso: secret }, { token: secret }];
      const lines = await Promise.all(queries.map((query) => stranger.connects(board.id, query)));
      return Promise.all(lines.map(async ({ closed }) => ({ closed: await closed })));
    },
  },
  {
    name: 'a session that was never given',
    hazard: 'who knows how a secret looks makes one',
    answer: closes('UNAUTHENTICATED'),
    async strike({ url, board }) {
      const made = [
        'gesso=x',
        `gesso=${'A'.repeat(43)}`,
        `gesso=${'A'.repeat(52)}`,
        'gesso=',
        'gesso=%00',
        `gesso=${'x'.repeat(8_000)}`,
      ];
      const lines = await Promise.all(made.map((cookie) => person(url, cookie).connects(board.id)));
      return Promise.all(lines.map(async ({ closed }) => ({ closed: await closed })));
    },
  },
  {
    name: 'a board whose name is something else',
    hazard: 'a name is taken for a path, a key of an object or a piece of a query',
    answer: closes('NO_SUCH_BOARD'),
    async strike({ villain }) {
      const names = ['__proto__', 'constructor', '..%2f..%2fgesso.db', '%00', "x'--", 'x'.repeat(190)];
      const lines = await Promise.all(names.map((name) => villain.connects(name)));
      return Promise.all(lines.map(async ({ closed }) => ({ closed: await closed })));
    },
  },
  {
    name: 'a socket from a page elsewhere',
    hazard: 'any page somebody looks at draws on their boards in their name',
    answer: refuses('FORBIDDEN'),
    strike: (scene) => {
      const { url } = scene;
      const elsewhere = [
        'https://evil.example',
        'null',
        `${url}.evil.example`,
        url.replace('//', '//evil@'),
        url.replace(/\d+$/, '1'),
        `${url}/`,
        'file://',
        `${url}, https://evil.example`,
      ];
      return Promise.all(elsewhere.map((origin) => handshake(scene, `/sync/${scene.board.id}`, origin)));
    },
  },
  {
    name: 'a socket with a cookie and no word on where from',
    hazard: 'any page somebody looks at draws on their boards in their name',
    answer: refuses('FORBIDDEN'),
    strike: (scene) => handshake(scene, `/sync/${scene.board.id}`, undefined),
  },
  {
    name: 'a socket elsewhere than where sockets are',
    hazard: 'an upgrade passes by what guards every other request',
    answer: [refuses('NOT_FOUND'), refuses('METHOD_NOT_ALLOWED'), refuses('FORBIDDEN')],
    strike: (scene) =>
      Promise.all(['/elsewhere', '/sync', '/sync/a/b', '/sync/../x'].map((path) => handshake(scene, path, scene.url))),
  },
];

export const people: readonly Attack[] = [...voices, ...rights, ...entering];
