import { createBoardDoc, mostBoardFileBytes, type NewElement } from '@gesso/crdt-schema';
import { signal } from '@preact/signals-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { writeBoardFile } from '../src/features/export/file.ts';
import { pictures } from '../src/features/export/pictures.ts';
import { filesFor } from '../src/features/export/shown-pictures.ts';
import { importLimits } from '../src/features/import/limits.ts';
import type { App } from '../src/ui/app-context.ts';
import { board } from './helpers/board.ts';

const id = (name: string) => name.padEnd(12, '-');
const rect = (name: string, more: object = {}): NewElement => ({
  ...{ id: id(name), kind: 'rect', x: 10, y: 10, width: 100, height: 60 },
  ...more,
});
const slide = (i: number): NewElement => ({
  ...{ id: id(`f${i}`), kind: 'frame', x: i * 2000, y: 0, width: 1920, height: 1080, name: `${i}` },
});

const image = (name: string): NewElement => ({ ...rect(name), kind: 'image', asset: 'A'.repeat(43) }) as NewElement;

/** What is offered of a board with elements, and what is done when a picture is asked for. */
function exportsOf(elements: readonly NewElement[], onLoad: () => void = () => undefined) {
  const { editor } = board(...elements);
  const session = { doc: createBoardDoc(), id: signal('board') };
  const load = () => {
    onLoad();
    return Promise.reject(new Error('no picture'));
  };
  const shown = { load, addressOf: () => undefined };
  return { editor, ...pictures({ editor, session, pictures: shown } as unknown as App) };
}

afterEach(() => void vi.unstubAllGlobals());

describe('what is taken away of a board', () => {
  test('is not made for a person who has left', async () => {
    const leaving = new AbortController();
    const { make } = exportsOf([image('a'), slide(0)], () => leaving.abort());
    const refusal = { name: 'AbortError' };
    await expect(make('board', { format: 'gesso' }, leaving.signal)).rejects.toMatchObject(refusal);
    await expect(make('frames', { format: 'svg' }, leaving.signal)).rejects.toMatchObject(refusal);
  });

  test('is all of the board as a file, also what this person has hidden', async () => {
    const { editor, make } = exportsOf([rect('a'), rect('b')]);
    editor.hide([id('b')]);
    const idsIn = async (what: 'board' | 'selection') => {
      const { blob } = await make(what, { format: 'gesso' }, new AbortController().signal);
      const { elements } = JSON.parse(await blob.text()) as { readonly elements: readonly { readonly id: string }[] };
      return elements.map((element) => element.id);
    };
    expect(await idsIn('board')).toEqual([id('a'), id('b')]);
    editor.select([id('a')]);
    expect(await idsIn('selection')).toEqual([id('a')]);
  });

  test('is shown beforehand at a scale at which all frames fit into one picture', () => {
    const { previewScale, mostScale } = exportsOf(Array.from({ length: 9 }, (_, i) => slide(i)));
    const width = 8 * 2000 + 1920;
    expect(previewScale('frames') * width).toBeLessThanOrEqual(16_384);
    expect(previewScale('frames') * width).toBeGreaterThan(15_000);
    // Each by itself is as sharp as it can be.
    expect(mostScale('frames')).toBeGreaterThan(4);
  });
});

test('a board file holds the files of the server, a few asked for at a time', async () => {
  let [asking, most] = [0, 0];
  vi.stubGlobal('fetch', async (address: string) => {
    asking += 1;
    most = Math.max(most, asking);
    await new Promise((resolve) => setTimeout(resolve, 0));
    asking -= 1;
    return new Response(address, { status: address.endsWith('7') ? 404 : 200 });
  });
  class FileReader {
    result = '';
    onload = () => undefined;
    readAsDataURL = async (blob: Blob) => {
      this.result = `data:image/png;base64,${btoa(await blob.text())}`;
      this.onload();
    };
  }
  vi.stubGlobal('FileReader', FileReader);
  const hash = (i: number) => `${i}`.padStart(43, 'A');
  const { editor } = board(
    ...Array.from({ length: 10 }, (_, i) => ({ ...image(`i${i}`), asset: hash(i) }) as NewElement),
  );
  const shown = { load: () => Promise.reject(new Error('none')), addressOf: (asset: string) => `/of/${asset}` };
  const { blob, missing } = await writeBoardFile('Plan', editor.board.all(), {
    shown: shown as unknown as App['pictures'],
  });
  const { pictures: held } = JSON.parse(await blob.text()) as { readonly pictures: Readonly<Record<string, string>> };
  expect([Object.keys(held).length, missing]).toEqual([9, 1]);
  expect(held[hash(3)]).toBe(`data:image/png;base64,${btoa(`/of/${hash(3)}`)}`);
  expect(most).toBe(4);
  expect(mostBoardFileBytes).toBe(importLimits.bytes);
});

test('pictures for a PDF are encoded one after the other, with a turn before each', async () => {
  const done: string[] = [];
  const { editor } = board(
    ...Array.from({ length: 3 }, (_, i) => ({ ...image(`i${i}`), asset: `${i}`.padStart(43, 'A') }) as NewElement),
  );
  const load = async (asset: string) => ({ source: asset.slice(-1), width: 1, height: 1 });
  const shown = { load, addressOf: () => undefined } as unknown as App['pictures'];
  const encode = (source: unknown) => {
    done.push(`encoded ${String(source)}`);
    if (source === '1') throw new Error('no canvas takes it');
    return source;
  };
  const pause = async () => {
    done.push('turn');
  };
  const files = await filesFor(editor.board.all(), shown, encode, pause);
  expect(done).toEqual(['turn', 'encoded 0', 'turn', 'encoded 1', 'turn', 'encoded 2']);
  expect([0, 1, 2].map((i) => files?.(`${i}`.padStart(43, 'A')))).toEqual(['0', undefined, '2']);
});
