import { pathToFileURL } from 'node:url';

/**
 * Hocuspocus with its Redis extension and its database extension on PostgreSQL, one of several servers: `PEER_FOLDER` has it installed,
 * `PEER_DATABASE` and `PEER_REDIS` are the engines. All of their settings are the defaults. Its types are not installed.
 */
interface Extensions {
  readonly Redis: new (options: {
    readonly host: string;
    readonly port: number;
    readonly options: { readonly password: string };
  }) => object;
  readonly Database: new (options: {
    readonly fetch: (asked: { readonly documentName: string }) => Promise<Uint8Array | null>;
    readonly store: (given: { readonly documentName: string; readonly state: Uint8Array }) => Promise<void>;
  }) => object;
}

interface Serving {
  readonly Server: new (options: {
    readonly port: number;
    readonly address: string;
    readonly quiet: boolean;
    readonly extensions: readonly object[];
  }) => { listen(): Promise<unknown>; readonly address: { readonly port: number } };
}

interface Driver {
  readonly default: {
    readonly Pool: new (options: {
      readonly connectionString: string;
    }) => {
      query(
        text: string,
        values?: readonly unknown[],
      ): Promise<{ readonly rows: readonly { readonly data: Uint8Array }[] }>;
    };
  };
}

const env = (name: string): string => process.env[name] ?? '';
const load = async <Module>(file: string): Promise<Module> =>
  import(pathToFileURL(`${env('PEER_FOLDER')}/node_modules/${file}`).href);

const { Server } = await load<Serving>('@hocuspocus/server/dist/hocuspocus-server.esm.js');
const { Redis } = await load<Pick<Extensions, 'Redis'>>('@hocuspocus/extension-redis/dist/hocuspocus-redis.esm.js');
const { Database } = await load<Pick<Extensions, 'Database'>>(
  '@hocuspocus/extension-database/dist/hocuspocus-database.esm.js',
);
const { Pool } = (await load<Driver>('pg/lib/index.js')).default;

const pool = new Pool({ connectionString: env('PEER_DATABASE') });
await pool.query('CREATE TABLE IF NOT EXISTS documents (name text PRIMARY KEY, data bytea NOT NULL)');
const redis = new URL(env('PEER_REDIS'));
const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  extensions: [
    new Redis({ host: redis.hostname, port: Number(redis.port), options: { password: redis.password } }),
    new Database({
      fetch: async ({ documentName }) =>
        (await pool.query('SELECT data FROM documents WHERE name = $1', [documentName])).rows[0]?.data ?? null,
      store: async ({ documentName, state }) => {
        await pool.query(
          'INSERT INTO documents VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = EXCLUDED.data',
          [documentName, state],
        );
      },
    }),
  ],
});
await server.listen();
console.log(`ws://127.0.0.1:${server.address.port}`);
