import { type ElementId, Failure, type FailureCode } from '@gesso/crdt-schema';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Sending } from './send.ts';

/** The picture that another is to be shown instead of, once the server has it. `ratio`: height by width of the new one. */
export interface Instead {
  readonly element: ElementId;
  readonly ratio: number;
}

/** A picture on its way to the server. */
export interface Upload {
  /** The name that stands for it meanwhile. */
  readonly asset: string;
  readonly file: Blob;
  /** What its author calls it. */
  readonly name: string;
  readonly instead?: Instead | undefined;
  /** `waiting` for its turn, `sending`, `resting` until the server may be in reach again, `failed` until a person says more. */
  readonly state: 'waiting' | 'sending' | 'resting' | 'failed';
  /** Which part of its bytes, 0–1, is on its way. */
  readonly part: number;
  readonly failure: Failure | undefined;
}

export interface QueueDeps {
  send(file: Blob, sending: Sending): Promise<string>;
  /** A picture has got its name from the server. */
  onSent(upload: Upload, hash: string): void;
  /** Runs something after so many ms. Returns what keeps it from running. */
  later(ms: number, run: () => void): () => void;
}

export interface Queue {
  readonly uploads: ReadonlySignal<readonly Upload[]>;
  add(upload: Pick<Upload, 'asset' | 'file' | 'name' | 'instead'>): void;
  /** Sends one again that failed. */
  retry(asset: string): void;
  /** Sends all again that rest: the server may be in reach. */
  wake(): void;
  cancel(asset: string): void;
  stop(): void;
}

/** How many are sent at a time. */
const atOnce = 2;
/** ms before the first further attempt, and between later ones at most. */
const firstPause = 1_000;
const longestPause = 30_000;
/** What passes by itself. */
const passing: readonly FailureCode[] = ['UNREACHABLE', 'DRAINING', 'OVERLOADED', 'RATE_LIMITED', 'STORE_UNAVAILABLE'];

/** Sends pictures in the order they came, few at a time, and again where the server was out of reach. */
export function createQueue({ send, onSent, later }: QueueDeps): Queue {
  const uploads = signal<readonly Upload[]>([]);
  const sending = new Map<string, AbortController>();
  const attempts = new Map<string, number>();
  const pauses = new Map<string, () => void>();

  const find = (asset: string) => uploads.peek().find((upload) => upload.asset === asset);
  const change = (asset: string, to: Partial<Upload>) => {
    uploads.value = uploads.peek().map((upload) => (upload.asset === asset ? { ...upload, ...to } : upload));
  };
  const forget = (asset: string) => {
    sending.get(asset)?.abort();
    pauses.get(asset)?.();
    for (const map of [sending, attempts, pauses]) map.delete(asset);
    uploads.value = uploads.peek().filter((upload) => upload.asset !== asset);
  };
  const fail = (asset: string, error: unknown) => {
    const failure = error instanceof Failure ? error : new Failure('INTERNAL', String(error));
    sending.delete(asset);
    if (!passing.includes(failure.code)) return change(asset, { state: 'failed', failure });
    const attempt = attempts.get(asset) ?? 0;
    attempts.set(asset, attempt + 1);
    change(asset, { state: 'resting', failure });
    pauses.set(
      asset,
      later(Math.min(longestPause, firstPause * 2 ** attempt), () => again(asset)),
    );
  };
  const begin = (upload: Upload) => {
    const { asset, file } = upload;
    const control = new AbortController();
    sending.set(asset, control);
    change(asset, { state: 'sending', part: 0, failure: undefined });
    const isCurrent = () => sending.get(asset) === control;
    send(file, { signal: control.signal, onProgress: (part) => isCurrent() && change(asset, { part }) })
      .then(
        (hash) => {
          if (!isCurrent()) return;
          forget(asset);
          onSent(upload, hash);
        },
        (error: unknown) => isCurrent() && fail(asset, error),
      )
      .finally(fill);
  };
  function fill() {
    for (const upload of uploads.peek()) if (upload.state === 'waiting' && sending.size < atOnce) begin(upload);
  }
  function again(asset: string) {
    pauses.get(asset)?.();
    pauses.delete(asset);
    if (find(asset) === undefined || sending.has(asset)) return;
    change(asset, { state: 'waiting', failure: undefined });
    fill();
  }

  return {
    uploads,
    add(upload) {
      if (find(upload.asset) !== undefined) return;
      uploads.value = [...uploads.peek(), { ...upload, state: 'waiting', part: 0, failure: undefined }];
      fill();
    },
    retry: again,
    wake() {
      for (const { asset, state } of uploads.peek()) if (state === 'resting') again(asset);
    },
    cancel(asset) {
      forget(asset);
      fill();
    },
    stop() {
      for (const { asset } of uploads.peek()) forget(asset);
    },
  };
}
