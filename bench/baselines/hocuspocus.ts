import { pathToFileURL } from 'node:url';

/** Hocuspocus as it comes from npm, in memory, without hooks: `PEER` is the file to load. Its types are not installed. */
interface Peer {
  readonly Server: new (options: {
    readonly port: number;
    readonly address: string;
    readonly quiet: boolean;
  }) => {
    listen(): Promise<unknown>;
    readonly address: { readonly port: number };
  };
}

const { Server }: Peer = await import(pathToFileURL(process.env['PEER'] ?? '').href);
const server = new Server({ port: 0, address: '127.0.0.1', quiet: true });
await server.listen();
console.log(`ws://127.0.0.1:${server.address.port}`);
