import { craftUpdate } from '@gesso/crdt-schema/testing';
import { describe, test } from 'vitest';
import {
  absent,
  ann,
  both,
  type Case,
  eve,
  fresh,
  history,
  holds,
  more,
  overHttp,
  refused,
  text,
  wholeOf,
} from '../../../test/support/judging.ts';

const owners: readonly Case[] = [
  {
    is: 'fresh words under a new client id: it becomes their author’s',
    incoming: () => ({ update: text(fresh) }),
    verdict: {
      kind: 'accept',
      update: text(fresh),
      structs: 2,
      adds: true,
      begins: new Map([[fresh, 0]]),
      claim: fresh,
      clients: [fresh],
      rest: undefined,
    },
  },
  {
    is: 'fresh words that go on under an own client id',
    incoming: () => ({ update: more(ann) }),
    verdict: { kind: 'accept', begins: new Map([[ann, 2]]), claim: ann, clients: [ann] },
  },
  {
    is: 'fresh words under the client id of one who is here',
    incoming: () => ({ update: more(eve) }),
    verdict: refused('NOT_YOUR_ID', `client id ${eve} is another person's`),
  },
  {
    is: 'fresh words under the client id of one who is absent',
    incoming: () => ({ update: more(absent) }),
    verdict: refused('NOT_YOUR_ID'),
  },
  {
    is: 'fresh words of two clients at once: that is history, and no id becomes its author’s but what they hold',
    incoming: () => ({ update: both(more(ann), text(fresh, 'f', 'fresh-text-1')) }),
    verdict: { kind: 'accept', claim: undefined, clients: [ann] },
  },
  {
    is: 'words of one who has left meanwhile: they hold no id any more, and it is assigned all the same',
    incoming: ({ people }) => {
      people.ann.left = true;
      return { update: more(ann) };
    },
    verdict: { kind: 'accept', claim: undefined, clients: [ann] },
  },
  {
    is: 'a deletion of what others wrote',
    incoming: () => ({ update: craftUpdate([], [[eve, 1, 1]]) }),
    verdict: { kind: 'accept', adds: false, begins: new Map(), claim: undefined, clients: [] },
  },
  {
    is: 'a deletion of what is deleted',
    incoming: ({ board }) => {
      board.apply([craftUpdate([], [[eve, 1, 1]])]);
      return { update: craftUpdate([], [[eve, 1, 1]]) };
    },
    verdict: { kind: 'known' },
  },
  {
    is: 'words that are here, under whatever id',
    incoming: (scene) => ({ update: wholeOf(scene) }),
    verdict: { kind: 'known' },
  },
];

const histories: readonly Case[] = [
  {
    is: 'history with words of one who is absent: this may be the only copy',
    incoming: () => ({ update: both(text(absent, 'x', 'uvwxyz0123-_'), more(absent)), history }),
    verdict: { kind: 'accept', update: more(absent), begins: new Map([[absent, 2]]), clients: [], rest: undefined },
  },
  {
    is: 'history with words of one who is here: they are left to them, and the rest is taken',
    incoming: () => ({ update: both(more(ann), more(eve)), history }),
    verdict: {
      kind: 'accept',
      update: more(ann),
      begins: new Map([[ann, 2]]),
      rest: { leftTo: [eve], needs: new Map([[eve, 3]]) },
    },
  },
  {
    is: 'history with nothing but words of one who is here',
    incoming: () => ({ update: more(eve), history }),
    verdict: { kind: 'pending', claim: undefined, rest: { leftTo: [eve], needs: new Map([[eve, 3]]) } },
  },
  {
    is: 'the same over HTTP, where nothing can wait',
    incoming: () => ({ update: more(eve), history, ...overHttp }),
    verdict: { kind: 'ask', clients: [eve] },
  },
  {
    is: 'history with words that were left to one who has gone since',
    incoming: ({ clientIds, people }) => {
      clientIds.release(people.eve);
      return { update: more(eve), history };
    },
    leftTo: [eve],
    verdict: { kind: 'pending', rest: { leftTo: [eve], needs: new Map([[eve, 3]]) } },
  },
  {
    is: 'history that is all here',
    incoming: (scene) => ({ update: wholeOf(scene), history }),
    verdict: { kind: 'known' },
  },
  {
    is: 'history with a gap: what can be placed is taken, and the rest waits',
    incoming: () => ({ update: both(more(ann), more(fresh, 'b', 0, [71, 0])), history }),
    verdict: { kind: 'accept', update: more(ann), rest: { leftTo: [], needs: new Map([[71, 1]]) } },
  },
];

const gaps: readonly Case[] = [
  {
    is: 'fresh words that build on what has not come',
    incoming: () => ({ update: more(fresh, 'b', 0, [71, 4]) }),
    verdict: { kind: 'pending', claim: fresh, rest: { leftTo: [], needs: new Map([[71, 5]]) } },
  },
  {
    is: 'fresh words whose author’s earlier ones have not come',
    incoming: () => ({ update: more(fresh) }),
    verdict: { kind: 'pending', rest: { leftTo: [], needs: new Map([[fresh, 2]]) } },
  },
  {
    is: 'a deletion of what has not come',
    incoming: () => ({ update: craftUpdate([], [[71, 0, 3]]) }),
    verdict: { kind: 'pending', claim: undefined, rest: { leftTo: [], needs: new Map([[71, 3]]) } },
  },
  {
    is: 'a gap over HTTP, where nothing can wait',
    incoming: () => ({ update: more(fresh), ...overHttp }),
    verdict: refused('MALFORMED', 'it builds on what is not here'),
  },
];

describe.each([
  ['of owners', owners],
  ['of history', histories],
  ['of gaps', gaps],
])('a judgement %s', (_, cases) => {
  test.each(cases)('$is', holds);
});
