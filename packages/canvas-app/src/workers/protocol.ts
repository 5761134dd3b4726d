import type { Face } from './font-faces.ts';

/**
 * What the page and its workers say to each other. Both are of one build. A worker's calls are a map from name to what is sent and
 * what is answered: `{ paintTile: [TileJob, ImageBitmap | undefined] }`.
 */
export type Calls<C> = { readonly [N in keyof C]: readonly [data: unknown, answer: unknown] };

/** One call by its name. With an id it is answered, unless it is taken back. */
export interface Call<C extends Calls<C>, N extends keyof C> {
  readonly type: 'call';
  readonly name: N;
  readonly id: number | undefined;
  readonly data: C[N][0];
}

/** What the page says. */
export type FromPage<C extends Calls<C>> =
  | { readonly [N in keyof C]: Call<C, N> }[keyof C]
  /** The page's typefaces: a worker has no style sheets. */
  | { readonly type: 'faces'; readonly data: readonly Face[] }
  | { readonly type: 'cancel'; readonly id: number };

/** What a worker says. */
export type FromWorker<C extends Calls<C>> =
  /** It has started. */
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly data: C[keyof C][1] }
  /** It cannot go on. */
  | { readonly type: 'failed' };
