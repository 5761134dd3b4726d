import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Hocuspocus as it comes from npm: `PEER` is the file to load, `PEER_YJS` its Yjs. In memory and without hooks, or with what it
 * documents for a store: with `PEER_STORED` a document is read from that file when it is opened. Its types are not installed.
 */
interface Peer {
  readonly Server: new (options: {
    readonly port: number;
    readonly address: string;
    readonly quiet: boolean;
    readonly onLoadDocument?: (asked: { readonly document: object }) => Promise<void>;
  }) => {
    listen(): Promise<unknown>;
    readonly address: { readonly port: number };
  };
}

interface PeerYjs {
  applyUpdate(document: object, update: Uint8Array): void;
}

const load = async <Module>(variable: string): Promise<Module> =>
  import(pathToFileURL(process.env[variable] ?? '').href);

const { Server } = await load<Peer>('PEER');
const stored = process.env['PEER_STORED'];
const fromFile = async (file: string) => {
  const { applyUpdate } = await load<PeerYjs>('PEER_YJS');
  return {
    onLoadDocument: async ({ document }: { readonly document: object }) => applyUpdate(document, readFileSync(file)),
  };
};
const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  ...(stored === undefined ? {} : await fromFile(stored)),
});
await server.listen();
console.log(`ws://127.0.0.1:${server.address.port}`);
