import type { Server, Socket } from 'node:net';
import { isListed, networkOf } from '../config/addresses.ts';
import { type Config, ConfigError } from '../config/config.ts';

/** Files, threads, listeners and the database need some of the descriptors the system gives: this many, or a third of few. */
const reserve = 256;
/** A connection and the file it is being answered with. */
const perConnection = 2;

/** Most files and sockets this process may have open; undefined where the system does not say. */
export const openFilesLimit = (): number | undefined => {
  // Not in the types of Node yet: it would ask the network for names otherwise.
  const report: { excludeNetwork?: boolean; getReport(): unknown } = process.report;
  report.excludeNetwork = true;
  const found = report.getReport() as { readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } } };
  const soft = found.userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : undefined;
};

/** Connections a process with so many descriptors may take. */
export const roomFor = (files: number | undefined, wanted: number): number => {
  if (files === undefined) return wanted;
  const room = Math.floor((files - Math.min(reserve, Math.ceil(files / 3))) / perConnection);
  return Math.min(wanted, room);
};

/** Every TCP connection there is, in all and by address, so that there is always a descriptor for the next honest one and for the disk. */
export interface Connections {
  /** Whether one more may come from there; what gives its place back, or undefined. */
  enter(address: string): (() => void) | undefined;
  readonly open: number;
  readonly most: number;
}

export const createConnections = (
  {
    maxConnections,
    connectionsPerAddress,
    proxies,
  }: Pick<Config, 'maxConnections' | 'connectionsPerAddress' | 'proxies'>,
  files: number | undefined = openFilesLimit(),
): Connections => {
  const most = roomFor(files, maxConnections);
  if (most < 8) {
    throw new ConfigError(
      `This process may only have ${files} files open, too few to serve anybody. Raise the limit: ulimit -n 4096`,
    );
  }
  // One address never takes all there is.
  const fromOne = Math.min(connectionsPerAddress, Math.ceil(most * 0.75));
  const byAddress = new Map<string, number>();
  let open = 0;
  return {
    enter(address) {
      // A trusted proxy speaks for everybody.
      const network = proxies !== undefined && isListed(proxies, address) ? undefined : networkOf(address);
      const there = network === undefined ? 0 : (byAddress.get(network) ?? 0);
      if (open >= most || there >= fromOne) return undefined;
      open++;
      if (network !== undefined) byAddress.set(network, there + 1);
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        open--;
        if (network === undefined) return;
        const left = (byAddress.get(network) ?? 1) - 1;
        if (left > 0) byAddress.set(network, left);
        else byAddress.delete(network);
      };
    },
    get open() {
      return open;
    },
    most,
  };
};

/** Without a listener Node would throw what the system says when it cannot accept a connection. */
export const outliveAccept = (server: Server, trouble: (error: unknown) => void): void => {
  // What goes wrong before is told to the operator who starts the server.
  server.once('listening', () => server.on('error', trouble));
};

/** Cuts the connections of a server that are too many, before anything is read. */
export const capConnections = (
  server: Server,
  connections: Connections,
  told: { readonly tooMany: (address: string) => void; readonly trouble: (error: unknown) => void },
): void => {
  outliveAccept(server, told.trouble);
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const leave = connections.enter(address);
    if (leave !== undefined) {
      socket.once('close', leave);
      return;
    }
    socket.destroy();
    told.tooMany(address);
  });
};
