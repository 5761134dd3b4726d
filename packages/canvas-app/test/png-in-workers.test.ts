import type { Element, ElementId } from '@gesso/crdt-schema';
import { exportedBox } from '@gesso/drawing';
import { describe, expect, test } from 'vitest';
import { type PngPort, pngInWorkers } from '../src/features/export/png-in-workers.ts';
import type { BandJob, PngCalls } from '../src/features/export/png-protocol.ts';
import { pixelSize } from '../src/features/export/size.ts';
import { unpackChange } from '../src/workers/pack-elements.ts';
import type { FromPage, FromWorker } from '../src/workers/protocol.ts';
import { square } from './helpers/elements.ts';

type FromPainter = FromWorker<PngCalls>;
type Called = Extract<FromPage<PngCalls>, { readonly type: 'call' }>;

/** A worker that paints nothing, but keeps account of what it is told. */
const fakePainter = (answer: (message: Called) => FromPainter | undefined) => {
  const ids: ElementId[] = [];
  const heard: Called['name'][] = [];
  const listeners = new Map<string, (event: { readonly data: FromPainter }) => void>();
  const painter = {
    ids,
    heard,
    job: undefined as BandJob | undefined,
    joined: [] as number[],
    ended: false,
    fail: () => listeners.get('error')?.({ data: { type: 'ready' } }),
  };
  const line: PngPort = {
    postMessage(sent) {
      const message = structuredClone(sent);
      if (message.type !== 'call') return;
      heard.push(message.name);
      if (message.name === 'addElements') for (const { element } of unpackChange(message.data)) ids.push(element.id);
      if (message.name === 'paint') painter.job = message.data;
      if (message.name === 'join') painter.joined = message.data.parts.map(({ top }) => top);
      const data = answer(message);
      if (data) queueMicrotask(() => listeners.get('message')?.({ data }));
    },
    addEventListener: (type: string, listener: (event: { readonly data: FromPainter }) => void) =>
      void listeners.set(type, listener),
    terminate() {
      painter.ended = true;
    },
  };
  return { painter, line };
};

const made = new Blob(['a picture']);
/** Stands in for a picture, which there are none of outside a browser. */
const someBand = 'a band' as unknown as ImageBitmap;
const willing = ({ name, id = 0 }: Called): FromPainter | undefined => {
  if (name === 'givePart') return { type: 'answer', id, data: someBand };
  return name === 'join' ? { type: 'answer', id, data: made } : undefined;
};

const pool = (answer = willing, most = 9) => {
  const painters: ReturnType<typeof fakePainter>['painter'][] = [];
  const open = () => {
    if (painters.length >= most) return undefined;
    const { painter, line } = fakePainter(answer);
    painters.push(painter);
    return line;
  };
  return { painters, open, faces: [] };
};

const picture = (elements: readonly Element[]) => {
  const box = exportedBox({ elements, padding: 10 });
  return {
    elements,
    box,
    scale: 2,
    theme: 'light',
    background: 'theme',
    size: pixelSize(box, 2),
    as: { type: 'image/png', quality: 1 },
  } as const;
};

const many = Array.from({ length: 2_300 }, (_, i) => square(`e${i}`, (i * 53) % 900, (i * 71) % 3_000));
const never = new AbortController().signal;

describe('a picture painted by workers', () => {
  test('every element reaches the worker that paints where it is, and the first puts all bands together', async () => {
    const shop = pool();
    expect(await pngInWorkers(picture(many), { ...shop, workers: 3 }, never)).toBe(made);
    expect(shop.painters).toHaveLength(3);
    const { box, size } = picture(many);
    for (const { job, ids } of shop.painters) {
      const { top = 0, height = 0 } = job?.band ?? {};
      const within = many.filter(({ y }) => (y + 10 - box.y) * 2 > top && (y - box.y) * 2 < top + height);
      expect(within.length).toBeGreaterThan(500);
      for (const { id } of within) expect(ids).toContain(id);
    }
    const [first, ...others] = shop.painters;
    expect(first?.job).toMatchObject({ width: size.width, height: size.height });
    expect(first?.joined).toEqual(others.map(({ job }) => job?.band.top));
    for (const { heard, job } of others) {
      expect(heard.at(-1)).toBe('givePart');
      expect(job?.height).toBe(job?.band.height);
    }
    expect(shop.painters.every(({ ended }) => ended)).toBe(true);
  });

  test('few elements are left to one', async () => {
    const shop = pool();
    expect(await pngInWorkers(picture(many.slice(0, 40)), { ...shop, workers: 4 }, never)).toBe(made);
    expect(shop.painters.map(({ joined }) => joined)).toEqual([[]]);
  });

  test('there is none when a worker is missing, says that it cannot, or dies, and no other is left behind', async () => {
    const unable = (message: Called) => (message.name === 'paint' ? ({ type: 'failed' } as const) : willing(message));
    const silent = pool(() => undefined);
    const dying = pngInWorkers(picture(many), { ...silent, workers: 2 }, never);
    silent.painters[1]?.fail();
    expect(await dying).toBeUndefined();
    const short = pool(willing, 1);
    expect(await pngInWorkers(picture(many), { ...short, workers: 2 }, never)).toBeUndefined();
    const lazy = pool(unable);
    expect(await pngInWorkers(picture(many), { ...lazy, workers: 2 }, never)).toBeUndefined();
    for (const { painters } of [silent, short, lazy]) expect(painters.every(({ ended }) => ended)).toBe(true);
  });

  test('workers end when nobody wants the picture any more', async () => {
    const shop = pool(() => undefined);
    const wanted = new AbortController();
    const painting = pngInWorkers(picture(many), { ...shop, workers: 2 }, wanted.signal);
    wanted.abort();
    await expect(painting).rejects.toBe(wanted.signal.reason);
    expect(shop.painters.map(({ ended }) => ended)).toEqual([true, true]);
    await expect(pngInWorkers(picture(many), { ...shop, workers: 2 }, wanted.signal)).rejects.toThrow();
    expect(shop.painters).toHaveLength(2);
  });
});
