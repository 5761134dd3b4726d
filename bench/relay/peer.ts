import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageType } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type Server, startProcess } from '../process.ts';
import type { Dialect } from './load.ts';

/** The newest Hocuspocus, for comparison. It is installed when the bench runs and is no part of Gesso. */
export interface Peer {
  readonly version: string;
  /** Where it is installed. */
  readonly folder: string;
  /** In memory only, or with a document that it reads from this file when a person opens it. */
  start(stored?: string): Promise<Server>;
  readonly dialect: Dialect;
}

const folder = join(import.meta.dirname, '..', 'node_modules', '.peers');
const name = '@hocuspocus/server';
const board = 'bench';

/** Installs it, and `more` packages, beside the bench. Undefined, with a line that says why, when that is not possible. */
export const installPeer = (more: readonly string[] = []): Peer | undefined => {
  try {
    mkdirSync(folder, { recursive: true });
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'];
    const options = { cwd: folder, timeout: 60_000, stdio: 'pipe' } as const;
    const packages = [name, ...more].map((one) => `${one}@latest`);
    execFileSync('npm', ['install', '--prefix', folder, ...flags, ...packages], options);
    const home = join(folder, 'node_modules', name);
    const facts: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    const { version, module } = facts as { readonly version: string; readonly module: string };
    return {
      version,
      folder,
      start: (stored) =>
        startProcess('bench/baselines/hocuspocus.ts', {
          PEER: join(home, module),
          PEER_YJS: join(folder, 'node_modules/yjs/dist/yjs.mjs'),
          ...(stored === undefined ? {} : { PEER_STORED: stored }),
        }),
      dialect,
    };
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n');
    console.log(`  Hocuspocus is left out: ${reason}`);
    return undefined;
  }
};

/** Every message begins with the name of the document, and the first one is the token, no matter what it says. */
const named = (frame: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, board);
  encoding.writeUint8Array(encoder, frame);
  return encoding.toUint8Array(encoder);
};

const hello = (): Uint8Array => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.auth);
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarString(encoder, '');
  return encoding.toUint8Array(encoder);
};

const dialect: Dialect = {
  hello: named(hello()),
  write: named,
  read(bytes) {
    const decoder = decoding.createDecoder(bytes);
    decoding.readVarString(decoder);
    return bytes.subarray(decoder.pos);
  },
};
