import { failures } from '@gesso/crdt-schema';
import { type ClientOptions, WebSocket } from 'ws';
import { type Heard, readHeard } from './frames.ts';
import { afterThis } from './server.ts';

export { edit, frames, type Heard, type Presence } from './frames.ts';

type HeardOf<T extends Heard['type']> = Extract<Heard, { readonly type: T }>;

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** One connection, frame by frame. What was heard waits until it is asked for. */
export const line = async (url: string, headers: Record<string, string>, options: ClientOptions = {}) => {
  const socket = new WebSocket(url, { ...options, headers });
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  let end: Closed | undefined;
  socket.on('message', (data) => {
    heard.push(readHeard(new Uint8Array(data as Buffer)));
    wake();
  });
  const closed = new Promise<Closed>((resolve) => {
    socket.on('close', (code, reason) => {
      end = { code, reason: reason.toString() };
      resolve(end);
      wake();
    });
  });
  afterThis(() => socket.terminate());
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});

  return {
    socket,
    send: (frame: Uint8Array) => socket.send(frame),
    /** Takes the next frame of a type that fits, leaving the others. Rejects when the connection ends before. */
    hears<T extends Heard['type']>(type: T, fits: (message: HeardOf<T>) => boolean = () => true): Promise<HeardOf<T>> {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const at = heard.findIndex((message) => message.type === type && fits(message as HeardOf<T>));
          const found = heard[at];
          if (found !== undefined) heard.splice(at, 1);
          else if (end === undefined) return;
          waiting.delete(look);
          if (found !== undefined) resolve(found as HeardOf<T>);
          else reject(new Error(`closed with ${end?.code} ${end?.reason} before a ${type} came`));
        };
        waiting.add(look);
        look();
      });
    },
    /** What came so far and nobody asked for. */
    heard: heard as readonly Heard[],
    /** The close, with the code and reason the server gave. */
    closed,
    pause: () => socket.pause(),
    close: () => socket.close(),
  };
};

export type Line = Awaited<ReturnType<typeof line>>;

/** The close the table of failures promises. */
export const closeOf = (code: keyof typeof failures): Closed => ({ code: failures[code].close, reason: code });
