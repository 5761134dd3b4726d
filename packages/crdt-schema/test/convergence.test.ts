import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { changedMarks, checkUpdate, type ElementId, type Failure, openBoard } from '../src/index.ts';
import { memoryNetwork, type Network, newElementArbitrary, type Peer, patchArbitrary } from '../src/testing.ts';

const peer = fc.nat(7);
const which = fc.nat(50);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      peer,
      elements: fc.array(newElementArbitrary, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('patch' as const), peer, which, patch: patchArbitrary }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('remove' as const, 'raise' as const, 'type' as const, 'format' as const),
      peer,
      which,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const), peer }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), peer }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('part' as const, 'join' as const), peer }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), peer, which, twice: fc.boolean() }) },
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const pick = ({ board }: Peer, n: number): ElementId => {
  const all = board.all();
  return all[n % Math.max(1, all.length)]?.id ?? 'missing-----';
};

const perform = (network: Network, s: Step): void => {
  const at = s.peer % network.peers.length;
  const one = network.peers[at];
  if (one === undefined) return;
  const { board } = one;
  switch (s.do) {
    case 'add':
      board.edit((w) => w.addAll(s.elements));
      break;
    case 'patch':
      board.edit((w) => w.patch(pick(one, s.which), s.patch));
      break;
    case 'remove':
      board.edit((w) => w.remove(pick(one, s.which)));
      break;
    case 'clear':
      board.edit((w) => {
        for (const { id } of board.all()) w.remove(id);
      });
      break;
    case 'raise': {
      const [z] = board.orderBetween(board.all().at(-1)?.z, undefined, 1);
      if (z !== undefined) board.edit((w) => w.patch(pick(one, s.which), { z }));
      break;
    }
    case 'type': {
      const session = board.typing(pick(one, s.which));
      session?.set(`${session.value()} word${s.which}`);
      session?.set(session.value().slice(1));
      session?.close();
      break;
    }
    case 'format': {
      const id = pick(one, s.which);
      const session = board.typing(id);
      const element = board.get(id);
      if (session === undefined || element === undefined || !('marks' in element)) break;
      const change = s.which % 2 === 0 ? ({ bold: true } as const) : { bold: null, strike: true as const };
      session.mark(changedMarks(element.marks, s.which % 7, (s.which % 7) + 5, change) ?? []);
      session.close();
      break;
    }
    case 'undo':
      board.undo();
      break;
    case 'redo':
      board.redo();
      break;
    case 'part':
      network.part(at);
      break;
    case 'join':
      network.join(at);
      break;
    case 'deliver':
      network.deliver(at, s.which, s.twice);
  }
};

const fresh = (doc: Y.Doc) => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const board = openBoard(copy);
  const all = board.all();
  board.close();
  return all;
};

const checkRun = (peers: number, seed: number, steps: readonly Step[]): void => {
  const network = memoryNetwork(peers, seed);
  const refused: (Failure | undefined)[] = [];
  for (const { doc } of network.peers)
    doc.on('update', (update) => {
      refused.push(checkUpdate(update) ?? checkUpdate(update, { doc }));
    });
  try {
    for (const s of steps) {
      perform(network, s);
      const acted = network.peers[s.peer % peers];
      expect(acted?.replay.shown()).toEqual(acted?.board.all());
    }
    network.settle();
    expect(refused.filter((failure) => failure !== undefined)).toEqual([]);
    const first = network.peers[0]?.board.all() ?? [];
    for (const { doc, board, replay } of network.peers) {
      expect(board.all()).toEqual(first);
      expect(replay.shown()).toEqual(first);
      expect(fresh(doc)).toEqual(first);
      expect(board.size).toBe(first.length);
      for (const element of first) expect(board.get(element.id)).toEqual(element);
    }
  } finally {
    network.close();
  }
};

test('peers that have exchanged everything hold the same board, every change feed rebuilds it, and a server takes every update', {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 8 }),
      fc.nat(1_000),
      fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }),
      checkRun,
    ),
    { numRuns: 60 },
  );
});
