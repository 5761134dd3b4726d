import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementKinds, toPlain } from '../src/index.ts';
import { memoryNetwork, type Peer } from '../src/testing.ts';
import { type Deed, deedArbitrary, openDeeds, perform } from './deeds.ts';
import { here, openLedger, type Traces, tracesOf } from './traces.ts';

/** People at one board with elements of every kind, what each of them knows, and what nobody has taken away. */
const openWorld = (count: number) => {
  const network = memoryNetwork(count, 3);
  const deeds = openDeeds();
  const look = ({ doc, board }: Peer): Traces => tracesOf(doc, board);
  const ledgers = network.peers.map((peer) => openLedger(look(peer)));
  const made = new Set<string>();
  const taken = new Set<string>();
  const kindsSeen = new Set<string>();

  const remember = (changed: readonly string[], { values }: Traces): void => {
    for (const trace of changed)
      if (!values.has(trace)) taken.add(trace);
      else if (!/[.*]/.test(trace)) made.add(trace);
  };
  const at = (who: number) => {
    const [peer, ledger] = [network.peers[who], ledgers[who]];
    if (peer === undefined || ledger === undefined) throw new Error('there is one');
    return { peer, ledger };
  };
  const act = (who: number, deed: Deed): void => {
    const { peer, ledger } = at(who);
    perform(peer, deed, deeds);
    const after = look(peer);
    if (deed.do === 'undo' || deed.do === 'redo') {
      const { foreign, changed } = ledger.take(after, deed.do);
      expect(foreign).toEqual([]);
      remember(changed, after);
    } else remember(ledger.note(after, 'self'), after);
    for (const { kind } of peer.board.all()) kindsSeen.add(kind);
  };
  /** What has come from others since somebody looked last. */
  const hear = (who: number, mayBeBack: boolean): void => {
    const { peer, ledger } = at(who);
    ledger.note(look(peer), 'others', mayBeBack);
  };
  const tellAll = (last?: Deed): void => {
    network.settle();
    for (const who of ledgers.keys()) hear(who, last?.do === 'undo' || last?.do === 'redo');
  };

  const expectAlike = (): void => {
    const [first, ...others] = network.peers;
    for (const { board, replay } of network.peers) expect(replay.shown()).toEqual(board.all());
    for (const { board } of others) expect(board.all()).toEqual(first?.board.all());
  };
  /**
   * What somebody made and nobody took away is there; letters as far as what they were typed in is, and was all the time: what others
   * type at the same time goes with an element that is deleted.
   */
  const expectAllThere = (): void => {
    const { values } = look(at(0).peer);
    const isPlaceThere = (trace: string): boolean => {
      const [place = '', letter] = trace.split('/');
      const [id = '', part = ''] = place.split(':');
      const parts = letter === undefined || part === '' ? [] : [part.slice(0, 8), part.slice(8)];
      return (
        values.has(id) &&
        (letter === undefined || !taken.has(id)) &&
        parts.every((track) => values.has(`${id}:${track}`))
      );
    };
    const lost = [...made].filter((trace) => !taken.has(trace) && isPlaceThere(trace) && !values.has(trace));
    expect(lost).toEqual([]);
    for (const trace of made) if (trace.length === 12 && !taken.has(trace)) expect(values.get(trace)).toBe(here);
  };
  return { network, act, hear, tellAll, expectAlike, expectAllThere, kindsSeen, at, look };
};

const count = fc.integer({ min: 2, max: 3 });
const seed = 20_261_126;

test('no matter what is done to elements of all kinds, an undo and a redo change nothing that others made, and nothing else is lost', () => {
  const kindsSeen = new Set<string>();
  fc.assert(
    fc.property(count, fc.array(deedArbitrary, { minLength: 5, maxLength: 40, size: 'max' }), (people, deeds) => {
      const world = openWorld(people);
      for (const deed of deeds) {
        world.act(deed.peer % people, deed);
        world.tellAll(deed);
        world.expectAlike();
        world.expectAllThere();
      }
      for (const kind of world.kindsSeen) kindsSeen.add(kind);
      world.network.close();
    }),
    { numRuns: Number(process.env['RUNS'] ?? 100), seed },
  );
  expect([...kindsSeen].sort()).toEqual(elementKinds.filter((kind) => kind !== 'unknown').sort());
}, 600_000);

const late = fc.oneof(
  { weight: 3, arbitrary: deedArbitrary },
  {
    weight: 2,
    arbitrary: fc.record({ net: fc.constantFrom('deliver', 'deliver', 'deliver', 'part', 'join'), peer: fc.nat(2) }),
  },
);

test('who is offline or hears late loses nothing and takes nothing back that is another’s', () => {
  fc.assert(
    fc.property(count, fc.array(late, { minLength: 5, maxLength: 60, size: 'max' }), (people, steps) => {
      const world = openWorld(people);
      for (const step of steps) {
        const who = step.peer % people;
        if ('do' in step) world.act(who, step);
        else world.network[step.net as 'deliver'](who);
        // Who joins tells all others at once.
        for (let i = 0; i < people; i++) world.hear(i, true);
      }
      world.tellAll();
      world.expectAlike();
      world.expectAllThere();
      world.network.close();
    }),
    { numRuns: Number(process.env['RUNS'] ?? 150), seed },
  );
}, 600_000);

test('an undo that is redone leaves the board as it was, and undone again as it was undone', () => {
  fc.assert(
    fc.property(count, fc.array(deedArbitrary, { minLength: 5, maxLength: 30, size: 'max' }), (people, deeds) => {
      const world = openWorld(people);
      for (const deed of deeds) {
        world.act(deed.peer % people, deed);
        world.tellAll(deed);
      }
      for (let who = 0; who < people; who++) {
        const { board } = world.at(who).peer;
        const before = board.all().map(toPlain);
        if (!board.undo().changed) continue;
        const undone = board.all().map(toPlain);
        board.redo();
        expect(board.all().map(toPlain)).toEqual(before);
        board.undo();
        expect(board.all().map(toPlain)).toEqual(undone);
        world.tellAll();
      }
      world.network.close();
    }),
    { numRuns: Number(process.env['RUNS'] ?? 100), seed },
  );
}, 600_000);
