import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { edit, frames } from './support/frames.ts';
import { memoryStore } from './support/memory-store.ts';
import {
  clockByHand,
  elementsOf,
  type Page,
  server,
  type Trouble,
  troubledBus,
  turns,
  until,
} from './support/servers.ts';

const names = ['ann', 'ben', 'cas'] as const;

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('draw' as const), who: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('point' as const), who: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), who: fc.nat(2), to: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('turns' as const), count: fc.nat(6) }) },
);
/** One in four gets lost, and some come twice, each after some turns: in another order than they were said. */
const troubles: fc.Arbitrary<readonly Trouble[]> = fc.array(
  fc.record({
    lost: fc.nat(3).map((n) => n === 0),
    turns: fc.array(fc.nat(8), { minLength: 1, maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 40 },
);

/** A person who draws and points under one client id, wherever they are. */
interface Someone {
  readonly name: string;
  readonly doc: Y.Doc;
  page: Page;
  at: number;
  clock: number;
}

async function world(trouble: () => Trouble) {
  const { timers, pass } = clockByHand();
  const join = troubledBus(trouble);
  const store = memoryStore();
  const open = () => server({ store, timers, bus: join(), headsEveryMs: 5_000 });
  const servers = [open(), open(), open()] as const;
  const come = async (name: string, at: number, doc: Y.Doc): Promise<Page> => {
    const page = await (servers[at] ?? servers[0]).arrive(name);
    page.receive(frames.step2(Y.encodeStateAsUpdate(doc)));
    return page;
  };
  const people: Someone[] = [];
  for (const [i, name] of names.entries()) {
    const doc = new Y.Doc();
    doc.clientID = i + 1;
    people.push({ name, doc, page: await come(name, i, doc), at: i, clock: 0 });
  }
  return { servers, people, pass, come };
}

const say = ({ page, doc, clock }: Someone): void => page.receive(frames.presence(doc.clientID, clock, { at: clock }));

/** What each is shown of all others, by the number of what they said last. */
const seen = ({ page }: Someone): Record<number, unknown> =>
  Object.fromEntries([...page.shown].map(([client, { at }]) => [client, at]).sort());

async function take(
  one: Someone,
  action: 'draw' | 'point' | 'move',
  to: number,
  n: number,
  come: Awaited<ReturnType<typeof world>>['come'],
) {
  if (action === 'draw') one.page.receive(frames.update(edit(one.doc, `element-${String(n).padStart(4, '0')}`)));
  if (action === 'move') {
    one.page.leave();
    one.at = to;
    one.page = await come(one.name, to, one.doc);
  } else one.clock++;
  say(one);
}

test('whatever happens between servers, everybody converges once heads have been checked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), troubles, async (steps, all) => {
      let said = 0;
      let isCalm = false;
      const calm: Trouble = { lost: false, turns: [0] };
      const { servers, people, pass, come } = await world(() => (isCalm ? calm : (all[said++ % all.length] ?? calm)));
      try {
        for (const one of people) say(one);
        for (const [n, action] of steps.entries()) {
          const one = people['who' in action ? action.who : 0];
          if (action.do === 'turns' || one === undefined) await turns(action.do === 'turns' ? action.count : 0);
          else await take(one, action.do, 'to' in action ? action.to : 0, n, come);
        }
        await turns(30);
        isCalm = true;
        await pass(15_000);
        // Each renews what they say, as clients do every 15 s.
        for (const one of people) {
          one.clock++;
          say(one);
        }
        await pass(15_000);
        const elements = await servers[0].elements();
        for (const other of servers.slice(1)) expect(await other.elements()).toEqual(elements);
        expect(elements).toHaveLength(steps.filter((action) => action.do === 'draw').length);
        for (const one of people) {
          // A page has its own copy and what it was shown.
          Y.applyUpdate(one.page.doc, Y.encodeStateAsUpdate(one.doc));
          one.page.receive(frames.step1(Y.encodeStateVector(new Y.Doc())));
          expect(one.page.closed).toEqual([]);
          expect(seen(one)).toEqual(Object.fromEntries(people.map(({ clock }, i) => [i + 1, clock])));
        }
        await until(() => people.every(({ page }) => elementsOf(page.doc).length === elements.length));
        for (const { rooms } of servers)
          expect(
            rooms
              .people('board', 9)
              .map(({ id }) => id)
              .sort(),
          ).toEqual([...names]);
      } finally {
        for (const { end } of servers) await end();
      }
    }),
    { numRuns: 60 },
  );
});
