import { describe, expect, test } from 'vitest';
import { limits } from '../src/index.ts';
import { memoryNetwork } from '../src/testing.ts';
import { newBoard, rect } from './board.ts';

describe('order', () => {
  test('what is added lies on top, a run in its order', () => {
    const { board } = newBoard();
    const first = board.edit((w) => w.add(rect()));
    const run = board.edit((w) => w.addAll([rect(), rect(), rect()]));
    const last = board.edit((w) => [w.add(rect()), w.add(rect())]);
    expect(board.all().map(({ id }) => id)).toEqual([first, ...run, ...last]);
  });

  test('two pastes at once do not interleave', () => {
    const network = memoryNetwork(2);
    const [a, b] = network.peers;
    const mine = new Set(a?.board.edit((w) => w.addAll(Array.from({ length: 20 }, () => rect()))));
    b?.board.edit((w) => w.addAll(Array.from({ length: 20 }, () => rect())));
    network.settle();
    const owners = a?.board.all().map(({ id }) => mine.has(id)) ?? [];
    expect(owners).toHaveLength(40);
    expect(owners.filter((own, i) => i > 0 && own !== owners[i - 1])).toHaveLength(1);
    network.close();
  });

  test('an element is put between two others, also between two of the same key', () => {
    const { board } = newBoard();
    const [a, b, c] = board.edit((w) => w.addAll([rect({ z: 'a1' }), rect({ z: 'a1' }), rect({ z: 'a2' })]));
    const moved = board.edit((w) => w.add(rect()));
    const put = (below?: string, above?: string) => {
      const [z = ''] = board.orderBetween(below, above, 1);
      board.edit((w) => w.patch(moved, { z }));
      return board.all().findIndex(({ id }) => id === moved);
    };
    expect(put('a1', 'a2')).toBe(2);
    expect(put(undefined, 'a1')).toBe(0);
    expect(put('a1', 'a1')).toBe(2);
    expect(put('a2', undefined)).toBe(3);
    expect(put('what?', undefined)).toBeGreaterThanOrEqual(0);
    expect([a, b, c].every((id) => board.get(id ?? '') !== undefined)).toBe(true);
  });

  test('keys that grow too long are made short again, and the order stays', () => {
    const { board } = newBoard();
    const [bottom, top] = board.edit((w) => w.addAll([rect(), rect()]));
    const expected = [bottom, top];
    let above = top;
    for (let i = 0; i < 400; i++) {
      const [z = ''] = board.orderBetween(board.get(bottom ?? '')?.z, board.get(above ?? '')?.z, 1);
      above = board.edit((w) => {
        const id = w.add(rect());
        w.patch(id, { z });
        return id;
      });
      expected.splice(1, 0, above);
    }
    expect(board.all().map(({ id }) => id)).toEqual(expected);
    expect(Math.max(...board.all().map(({ z }) => z.length))).toBeLessThanOrEqual(limits.orderKeyRebalance + 8);
  });
});

test('an element with the highest key there is does not keep others from being drawn above it', () => {
  const { doc, board } = newBoard();
  doc.getMap('el').set('abcdefghijkl', { t: 'r', x: 0, y: 0, z: 'z'.repeat(256) });
  const ids = board.edit((w) => w.addAll([rect(), rect()]));
  const next = board.edit((w) => w.add(rect()));
  expect(board.all().map(({ id }) => id)).toEqual(['abcdefghijkl', ...ids, next]);
  expect(Math.max(...board.all().map(({ z }) => z.length))).toBeLessThanOrEqual(limits.orderKeyRebalance);
});
