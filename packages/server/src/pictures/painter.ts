import { Failure } from '@gesso/crdt-schema';
import type { AssetRepository } from '../stores/assets.ts';
import type { Store } from '../stores/store.ts';
import type { Timers } from '../timers.ts';
import { MiB } from '../units.ts';
import { answerWithin, NoAnswer } from '../workers/answer-within.ts';
import { createIdleWorker, openThread } from '../workers/idle-worker.ts';
import type { Stored } from './board-content.ts';
import type { FromPainter, Painted, ToPainter, Unpaintable, Wanted } from './painter-protocol.ts';

/** How long one board may take to be read, and to be painted (ms). */
const deadlineMs = 20_000;
/** How long the thread is kept after its last board (ms): it takes a quarter of a second to start. */
const idleMs = 60_000;
/** Bytes of a board that is painted at all. */
const mostBytes = 64 * MiB;

export interface PainterDeps {
  readonly store: Pick<Store, 'load' | 'size'>;
  readonly assets: Pick<AssetRepository, 'find' | 'read'>;
  readonly timers: Timers;
}

/** What is read of the pictures on one board. */
export interface MostAssets {
  readonly count: number;
  readonly bytes: number;
}

/** Paints boards on a thread of its own, where it holds up nobody. It is given one board at a time. */
export interface Painter {
  /**
   * The file of a picture. Rejects with `TOO_LARGE` for a board that is too large to be painted or to be opened again, `PICTURE_TOO_LARGE` for a picture that would be, `NOT_FOUND` where
   * there is no such frame, `OVERLOADED` where it takes too long, `DRAINING` once it is stopped.
   */
  paint(board: string, wanted: Wanted, most: MostAssets): Promise<Painted>;
  /** The same of a board on which nothing is. */
  paintEmpty(wanted: Wanted): Promise<Painted>;
  stop(): Promise<void>;
}

function failureOf(unpaintable: Unpaintable): Failure {
  if (unpaintable === 'no frame') return new Failure('NOT_FOUND', 'there is no such frame on this board');
  if (unpaintable === 'text too large') return new Failure('TOO_LARGE', 'a file of the board');
  return new Failure('PICTURE_TOO_LARGE', 'the picture of a board');
}

export function createPainter({ store, assets, timers }: PainterDeps): Painter {
  const worker = createIdleWorker({
    open: () => openThread(new URL('./picture-worker.ts', import.meta.url)),
    idleMs,
    timers,
  });
  let isStopped = false;

  /** The bytes of the first pictures on a board, as far as they are here. */
  async function bytesOf(board: string, named: readonly string[], most: MostAssets) {
    const found = new Map<string, Uint8Array>();
    let left = most.bytes;
    for (const hash of named.slice(0, most.count)) {
      const record = await assets.find(board, hash);
      if (record === undefined || record.bytes > left) continue;
      const parts: Uint8Array[] = [];
      for await (const part of assets.read(hash)) parts.push(part);
      found.set(hash, Buffer.concat(parts));
      left -= record.bytes;
    }
    return found;
  }

  async function ask(
    stored: Stored,
    wanted: Wanted,
    files: (named: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>,
  ): Promise<Painted> {
    // Nobody would end a thread that begins now.
    if (isStopped) throw new Failure('DRAINING');
    const thread = worker.get();
    const answerTo = (message: ToPainter): Promise<FromPainter> => {
      const answer = answerWithin<FromPainter>(thread, { what: 'painting a board', ms: deadlineMs, timers });
      thread.postMessage(message);
      return answer;
    };
    try {
      const read = await answerTo({ stored, wanted });
      if ('unpaintable' in read) throw failureOf(read.unpaintable);
      const painted = await answerTo({ assets: await files('assets' in read ? read.assets : []) });
      if ('unpaintable' in painted) throw failureOf(painted.unpaintable);
      if (!('file' in painted)) throw new Error('the painter has painted nothing');
      return painted;
    } catch (error) {
      // It may be anywhere in its work: the next board begins with another one.
      if (!(error instanceof Failure)) void worker.end();
      throw error instanceof NoAnswer ? new Failure('OVERLOADED', error.message) : error;
    } finally {
      worker.rest();
    }
  }

  return {
    async paint(board, wanted, most) {
      if (isStopped) throw new Failure('DRAINING');
      if ((await store.size(board)) > mostBytes) throw new Failure('TOO_LARGE', 'a picture of it');
      const { parts, unchecked } = await store.load(board);
      return await ask({ parts, unchecked }, wanted, (named) => bytesOf(board, named, most));
    },
    paintEmpty: (wanted) => ask({ parts: [] }, wanted, async () => new Map()),
    async stop() {
      isStopped = true;
      await worker.end();
    },
  };
}
