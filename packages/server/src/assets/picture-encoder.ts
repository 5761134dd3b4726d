import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Failure, pictureLimits } from '@gesso/crdt-schema';
import type { Timers } from '../timers.ts';
import { MiB } from '../units.ts';
import { answerOf, type EncodedPicture, type EncodingLimits, type Refusal } from './encoding-answer.ts';
import { createEncodingQueue, type Sender } from './encoding-queue.ts';
import { pictureTypeOf } from './picture-type.ts';

/** How long one picture may be decoded for (ms): 40 million pixels take some seconds, also where a processor is slow. */
const deadlineMs = 30_000;
/** Pixels of a picture as it is kept: the largest canvas that every browser has (4096²). Of its longer side: what WebP holds. */
const encodingLimits: EncodingLimits = { sentPixels: pictureLimits.pixels, keptPixels: 2 ** 24, keptSide: 16_383 };
/** Bytes that the process may say: a picture of so many pixels, 1.5 bytes each at most, takes 25 MB. */
const mostBytes = 32 * MiB;
const program = fileURLToPath(new URL('./encoding-process.ts', import.meta.url));
/** The process that decodes holds pictures outside of the engine's heap. */
const flags = ['--no-warnings', '--max-old-space-size=128'];

/** A picture as it is kept, under its name. */
export interface Asset extends EncodedPicture {
  /** SHA-256 of its bytes, in base64url. */
  readonly hash: string;
}

/**
 * Makes of a file that came from a person a picture that is safe to keep and to show. It is decoded in a process of its own, which
 * gets nothing else and ends after it: what breaks out of a decoder, never ends or takes all memory harms no board.
 */
export interface PictureEncoder {
  /**
   * Rejects with `NOT_A_PICTURE`, `PICTURE_TOO_LARGE`, `NO_PICTURES` where the platform has no decoder, and as the
   * queue does. When the signal is aborted the work ends.
   */
  encode(bytes: Uint8Array, sender: Sender, signal: AbortSignal): Promise<Asset>;
  /** Pictures that wait or are being decoded. */
  readonly waiting: number;
  /** Ends what is going on. */
  stop(): void;
}

export interface PictureEncoderDeps {
  readonly timers: Pick<Timers, 'elapsed' | 'after'>;
  /** Is told how long each picture took, in seconds. */
  readonly onDone?: (seconds: number) => void;
  /** For tests: how long a picture may be decoded for, and other arguments for the process. */
  readonly deadlineMs?: number | undefined;
  readonly flags?: readonly string[] | undefined;
}

export const createPictureEncoder = (deps: PictureEncoderDeps): PictureEncoder => {
  const { timers } = deps;
  const queue = createEncodingQueue(timers);
  const stopped = new AbortController();

  return {
    async encode(bytes, sender, gone) {
      if (bytes.length > pictureLimits.bytes) throw new Failure('PICTURE_TOO_LARGE');
      if (pictureTypeOf(bytes) === undefined) throw new Failure('NOT_A_PICTURE');
      const signal = AbortSignal.any([gone, stopped.signal]);
      const goOn = (): void => {
        if (stopped.signal.aborted) throw new Failure('DRAINING');
        if (gone.aborted) throw new Failure('TOO_SLOW', 'the sender of a picture is gone');
      };
      const { answer, hash } = await queue.run(sender, async () => {
        goOn();
        const begun = timers.elapsed();
        const said = await inProcess(bytes, signal, deps);
        deps.onDone?.((timers.elapsed() - begun) / 1000);
        return said;
      });
      goOn();
      if (answer === undefined) throw new Failure('NOT_A_PICTURE', 'decoding broke off');
      if (typeof answer === 'string') throw new Failure(answer);
      return { ...answer, hash };
    },
    get waiting() {
      return queue.length;
    },
    stop: () => stopped.abort(),
  };
};

interface Said {
  readonly answer: EncodedPicture | Refusal | undefined;
  /** Of the bytes behind the line. */
  readonly hash: string;
}

/** Of the environment nothing that is secret, and what the loader of a platform needs. */
const environment = (): NodeJS.ProcessEnv => ({
  ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
  UV_THREADPOOL_SIZE: '1',
  VIPS_CONCURRENCY: '1',
});

function start(more: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...flags, ...more, program, JSON.stringify(encodingLimits)], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: environment(),
    windowsHide: true,
  });
}

/** Starts a process, gives it a picture and hears what it says. It is gone when this resolves. */
async function inProcess(bytes: Uint8Array, signal: AbortSignal, deps: PictureEncoderDeps): Promise<Said> {
  let child: ChildProcess;
  try {
    child = start(deps.flags ?? []);
  } catch (error) {
    throw new Failure('OVERLOADED', `no process for a picture: ${String(error)}`);
  }
  const kill = (): void => void child.kill('SIGKILL');
  const tooLate = deps.timers.after(deps.deadlineMs ?? deadlineMs, kill);
  signal.addEventListener('abort', kill, { once: true });
  try {
    return await conversation(child, bytes, kill);
  } finally {
    tooLate();
    signal.removeEventListener('abort', kill);
  }
}

const conversation = (child: ChildProcess, bytes: Uint8Array, kill: () => void): Promise<Said> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const hash = createHash('sha256');
    let length = 0;
    let behindLine = false;
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > mostBytes) kill();
      // As it comes: all of it at once would keep everybody else waiting.
      if (behindLine) hash.update(chunk);
      else {
        const end = chunk.indexOf('\n');
        behindLine = end >= 0;
        if (behindLine) hash.update(chunk.subarray(end + 1));
      }
    });
    child.once('error', (error) => reject(new Failure('OVERLOADED', `no process for a picture: ${error.message}`)));
    child.once('close', (code) => {
      const answer = code === 0 ? answerOf(Buffer.concat(chunks)) : undefined;
      resolve({ answer, hash: hash.digest('base64url') });
    });
    // A process that ended does not read to the end.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(bytes);
  });
