import { type Gesso, type NewBoard, startGesso } from '../gesso.ts';
import { type Usage, usageOfAll } from '../process.ts';
import { type Engines, startEngines } from './engines.ts';

/** CPU seconds of the parts of a cluster. */
export interface Parts {
  readonly servers: number;
  readonly database: number;
  readonly redis: number;
}

/** So many servers on one database and one Redis, and nothing else on either. */
export interface Nodes {
  readonly engines: Engines;
  /** Of the servers alone. */
  usage(): Promise<Usage>;
  parts(): Promise<Parts>;
  newBoard(): Promise<NewBoard>;
  /** The address of the socket of a newcomer, on the server of this number. */
  socketOn(server: number, board: NewBoard): Promise<string>;
  /** Kills all servers at once and starts them again on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const startNodes = async (count: number): Promise<Nodes> => {
  const engines = await startEngines();
  const env = { DATABASE_URL: engines.database, REDIS_URL: engines.redis };
  let servers: readonly Gesso[] = [];
  for (let n = 0; n < count; n++) servers = [...servers, await startGesso(undefined, env)];
  const at = (n: number): Gesso => {
    const server = servers[n % servers.length];
    if (server === undefined) throw new Error('a cluster without a server');
    return server;
  };
  const usage = (): Promise<Usage> => usageOfAll(servers);
  return {
    engines,
    usage,
    parts: async () => ({ servers: (await usage()).cpuSeconds, ...engines.usage() }),
    newBoard: () => at(0).newBoard(),
    socketOn: (server, { id, key }) => at(server).socketOf(id, key),
    async restart() {
      servers = await Promise.all(servers.map((server) => server.restart()));
    },
    async stop() {
      for (const server of servers) await server.stop();
      await engines.remove();
    },
  };
};
