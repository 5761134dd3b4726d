import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededInk } from '@gesso/crdt-schema/testing';
import { importing, seed } from '../config.ts';

/** A file of Excalidraw's to be opened: notes of a real lecture and copies of them, or seeded handwriting where there are none. */
export interface SceneFile {
  readonly text: string;
  readonly elements: number;
  readonly isReal: boolean;
}

interface Element {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly isDeleted?: boolean;
}

const lecture = 'ec316-lecture-handwriting.excalidraw';

const seeded = (): readonly Element[] =>
  seededInk(seed, 4_000).map(({ x, y, points }, i) => {
    const [left, top] = [(i % 80) * 220, Math.floor(i / 80) * 160];
    const xy = Array.from({ length: points.xy.length / 2 }, (_, n) => [
      points.xy[2 * n] ?? 0,
      points.xy[2 * n + 1] ?? 0,
    ]);
    return {
      ...{ id: `s${i}`, type: 'freedraw', x: left + (x % 200), y: top + (y % 140), width: 1, height: 1, angle: 0 },
      ...{ strokeColor: '#1e1e1e', backgroundColor: 'transparent', strokeWidth: 1, opacity: 100, groupIds: [] },
      ...{ points: xy, pressures: [], simulatePressure: true, isDeleted: false },
    };
  });

/** The file, `importing.bytes` large or a little more. */
export const sceneFile = (): SceneFile => {
  const folder = process.env['REAL_DATA'] ?? join(import.meta.dirname, '../../../shared/data');
  const path = join(folder, 'ink', lecture);
  const isReal = existsSync(path);
  const scene = isReal ? JSON.parse(readFileSync(path, 'utf8')) : { type: 'excalidraw', version: 2, files: {} };
  const given: readonly Element[] = isReal ? scene.elements : seeded();
  const there = given.filter(({ isDeleted }) => isDeleted !== true);
  const right =
    there.reduce((most, { x }) => Math.max(most, x), 0) - there.reduce((least, { x }) => Math.min(least, x), 0);
  const elements: Element[] = [];
  for (let bytes = 0, i = 0; bytes < importing.bytes; i += 1) {
    const one = there[i % there.length];
    if (one === undefined) break;
    const round = Math.floor(i / there.length);
    const made = { ...one, id: `${one.id}-${round}`, x: one.x + round * (right + 400) };
    bytes += JSON.stringify(made).length + 1;
    elements.push(made);
  }
  return { text: JSON.stringify({ ...scene, elements }), elements: elements.length, isReal };
};
