import { type ReadonlySignal, signal } from '@preact/signals-core';
import { object } from '../../network/api.ts';
import type { App } from '../../ui/app-context.ts';
import { within } from '../../waiting.ts';
import { type InTurn, inTurn } from './in-turn.ts';
import { libraryLimits } from './limits.ts';
import { cleanedName } from './piece.ts';
import type { LoadReading, ReadPiece } from './uses.ts';

/** A piece of a library of the server: it has no place of its own on this device. */
export interface ServedPiece extends ReadPiece {
  readonly id: string;
}

/** A library that the server offers. */
export interface ServedLibrary {
  /** The name of its file. */
  readonly file: string;
  readonly title: string;
  /** `asked` from when it is wanted; undefined before. */
  readonly pieces: ReadonlySignal<readonly ServedPiece[] | 'asked' | 'failed' | undefined>;
  /** Whether it is looked through with all others: together they are small. */
  readonly isSearched: boolean;
  /** Fetches its pieces, where that has not been done. */
  fetch(): void;
}

/** ms that a library may take to come. */
const fetchTimeout = 30_000;

async function fileOf(name: string): Promise<Blob> {
  const answer = await within(fetchTimeout, fetch(`/api/libraries/${encodeURIComponent(name)}`));
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const blob = await within(fetchTimeout, answer.blob());
  if (blob.size > libraryLimits.servedBytes) throw new Error('too large');
  return blob;
}

function openServed(file: string, isSearched: boolean, loadReading: LoadReading, queue: InTurn): ServedLibrary {
  const pieces = signal<readonly ServedPiece[] | 'asked' | 'failed' | undefined>(undefined);
  const read = async (): Promise<readonly ServedPiece[]> => {
    const [{ readPieces }, blob] = await Promise.all([loadReading(), fileOf(file)]);
    // What is past the limits is left out: the operator's library is of use without it.
    const { pieces: all } = await readPieces(blob, file, new AbortController().signal, libraryLimits);
    return all.map(({ name, text }, i) => ({ id: `${file}/${i}`, name: cleanedName(name), text }));
  };
  return {
    file,
    title: cleanedName(file.replace(/\.\w+$/, '')),
    pieces,
    isSearched,
    fetch() {
      if (Array.isArray(pieces.peek()) || pieces.peek() === 'asked') return;
      pieces.value = 'asked';
      queue(read).then(
        (all) => {
          pieces.value = all;
        },
        () => {
          pieces.value = 'failed';
        },
      );
    },
  };
}

/** The libraries that the server offers; none where it offers none or does not answer. */
export async function servedLibraries(
  { session }: Pick<App, 'session'>,
  loadReading: LoadReading,
): Promise<readonly ServedLibrary[] | undefined> {
  const answer = await session.api.call('GET', '/api/libraries').catch(() => undefined);
  const listed = object(answer)['libraries'];
  if (!Array.isArray(listed)) return undefined;
  // Each file is read by a worker of its own.
  const queue = inTurn();
  let bytes = 0;
  return listed.slice(0, libraryLimits.served).flatMap((one: unknown) => {
    const { name, bytes: its } = object(one);
    if (typeof name !== 'string') return [];
    bytes += typeof its === 'number' && its >= 0 ? its : libraryLimits.servedBytes;
    return [openServed(name, bytes <= libraryLimits.searchedBytes, loadReading, queue)];
  });
}
