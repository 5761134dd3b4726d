import { connect, createServer, type Socket } from 'node:net';
import type { RunningServer } from './server.ts';

/** One address in front of several servers. */
export interface Balancer {
  readonly url: string;
  close(): Promise<void>;
}

/** The path of a request, as far as it names a board: what the samples for proxies in docs/ops send to one server. */
const boardIn = (head: string): string =>
  /^\S+ \/(?:sync|b|embed|api\/boards)\/([\w-]{1,64})/.exec(head)?.[1] ?? /^\S+ (\S*)/.exec(head)?.[1] ?? '';

const hash = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);

/** Resolves with a connection to the first of these that takes one. */
const reach = async ([port, ...others]: readonly number[]): Promise<Socket | undefined> => {
  if (port === undefined) return undefined;
  const socket = connect(port, '127.0.0.1');
  const isThere = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  return isThere ? socket : reach(others);
};

const join = (near: Socket, far: Socket, first: Buffer): void => {
  far.write(first);
  near.pipe(far).pipe(near);
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
};

/** Sends each board to the same server while that takes connections, and to the next where it does not. */
export const startBalancer = async (servers: readonly RunningServer[]): Promise<Balancer> => {
  const ports = servers.map(({ url }) => Number(new URL(url).port));
  const open = new Set<Socket>();
  const proxy = createServer((near) => {
    open.add(near);
    near.on('error', () => near.destroy());
    near.on('close', () => open.delete(near));
    near.once('data', async (first) => {
      near.pause();
      const at = hash(boardIn(first.toString('latin1'))) % ports.length;
      const far = await reach([...ports.slice(at), ...ports.slice(0, at)]);
      if (far === undefined || near.destroyed) {
        near.destroy();
        far?.destroy();
      } else join(near, far, first);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('the balancer has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        proxy.close(() => resolve());
      }),
  };
};
