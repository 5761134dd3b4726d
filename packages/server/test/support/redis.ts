import { inject } from 'vitest';
import { afterThis } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where one asks for the Redis of this run, which is started then: `scripts/lend-redis.mjs`. */
    readonly redis: string;
  }
}

let asked: Promise<string> | undefined;

/** Address of the Redis of all tests. Each has channels of its own there, by a secret of its own. */
export const sharedRedis = (): Promise<string> => {
  asked ??= fetch(inject('redis')).then(async (answer) => {
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text;
  });
  return asked;
};

/** A Redis of one test alone, which it may crash. */
export interface OwnRedis {
  readonly url: string;
  /** Stops it at once. */
  crash(): Promise<void>;
  start(): Promise<void>;
}

interface Scripts {
  readonly placesOf: (run: () => Promise<number>) => unknown;
  readonly findProgram: (places: unknown) => Promise<{ readonly path: string }>;
  readonly startOwn: (program: string) => Promise<OwnRedis & { remove(): Promise<void> }>;
}

export const ownRedis = async (): Promise<OwnRedis> => {
  // That of all tests has been found or installed before.
  await sharedRedis();
  const path = new URL('../../../../scripts/redis.mjs', import.meta.url).href;
  const { placesOf, findProgram, startOwn } = (await import(path)) as Scripts;
  const own = await startOwn((await findProgram(placesOf(async () => 1))).path);
  afterThis(() => own.remove());
  return own;
};
