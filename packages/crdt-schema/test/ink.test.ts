import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { decodePoints, encodePoints, openBoard } from '../src/index.ts';
import { seededInk, seededRandom } from '../src/testing.ts';
import { realOrSeededInk } from './ink.ts';

const { files } = realOrSeededInk(1, 500);

describe('ink of real hands', () => {
  test.each(files.filter(({ strokes }) => strokes.length > 0))(
    'in $name is stored within 0.05 px, pressure to the byte',
    ({ strokes }) => {
      let worst = 0;
      for (const { points } of strokes) {
        // One millisecond a point, so that the stored times tell which points were equal to the one before.
        const time = new Uint16Array(points.xy.length / 2).fill(1);
        const back = decodePoints(encodePoints({ ...points, time }, { e: 4 }));
        if (back?.time === undefined) throw new Error('not readable');
        let i = 0;
        for (let k = 0; k < back.time.length; k++) {
          i += back.time[k] ?? 0;
          const dx = (back.xy[2 * k] ?? Number.NaN) - (points.xy[2 * i] ?? Number.NaN);
          const dy = (back.xy[2 * k + 1] ?? Number.NaN) - (points.xy[2 * i + 1] ?? Number.NaN);
          worst = Math.max(worst, Math.hypot(dx, dy));
          if (points.pressure !== undefined && back.pressure?.[k] !== points.pressure[i]) worst = Number.NaN;
        }
      }
      expect(worst).toBeLessThanOrEqual(0.05);
    },
  );

  test('costs at most 2.5 bytes a point and 140 bytes a stroke', () => {
    const strokes = files.flatMap((file) => file.strokes);
    const doc = new Y.Doc();
    doc.clientID = 0x7fffffff;
    const board = openBoard(doc, { random: seededRandom(1) });
    let bytes = 0;
    let points = 0;
    for (const stroke of strokes) {
      bytes += encodePoints(stroke.points, { e: 4 }).length;
      points += stroke.points.xy.length / 2;
      board.edit((w) => w.add({ kind: 'stroke', ...stroke }));
    }
    expect(bytes / points).toBeLessThanOrEqual(2.5);
    expect(board.bytes() / strokes.length).toBeLessThanOrEqual(140);
  });
});

describe('seeded ink', () => {
  test('is the same for the same seed, and like handwriting', () => {
    const ink = seededInk(5, 400);
    expect(ink).toEqual(seededInk(5, 400));
    expect(ink[0]).not.toEqual(seededInk(6, 1)[0]);
    const points = ink.reduce((sum, stroke) => sum + stroke.points.xy.length / 2, 0);
    expect(points / ink.length).toBeGreaterThan(15);
    expect(points / ink.length).toBeLessThan(45);
    expect(ink.filter(({ points: { pressure } }) => pressure !== undefined).length).toBeGreaterThan(20);
  });
});
