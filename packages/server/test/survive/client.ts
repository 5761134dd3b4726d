import { changesDocument, messageType, readServerMessage } from '@gesso/crdt-schema';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import type * as Y from 'yjs';
import type { After } from '../support/spawned.ts';

/** Where a client connects, and as whom. */
export interface Address {
  readonly url: string;
  readonly board: string;
  readonly cookie: string;
}

/** One connection of a document, with the sync protocol of `y-protocols` as it comes from npm. */
export interface Sync {
  /** Resolves to the code it was closed with; 1006 where there is none. */
  readonly ended: Promise<number>;
  /** Ends it without a word. */
  cut(): void;
}

export interface SyncOptions {
  /** When it is ended at the latest. */
  readonly after: After;
  /** It is given up when it is not there by then (ms). */
  readonly withinMs?: number;
  /** A frame went out that changes the document. */
  readonly onSent?: () => void;
  /** So many of them are on disk. */
  readonly onSaved?: (count: number) => void;
  /** The document has what the server had when the connection was made. */
  readonly onSynced?: () => void;
  /** The server says something to all, by the code of a failure. */
  readonly onNotice?: (code: string) => void;
}

/** Connects a document until the connection ends. What is written to it meanwhile is sent, and what others write comes in. */
export const sync = ({ url, board, cookie }: Address, doc: Y.Doc, options: SyncOptions): Sync => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${board}?gesso=1`, {
    headers: { cookie, origin: url },
    ...(options.withinMs === undefined ? {} : { handshakeTimeout: options.withinMs }),
  });
  socket.binaryType = 'nodebuffer';
  const send = (encoder: encoding.Encoder): void => {
    const frame = encoding.toUint8Array(encoder);
    if (changesDocument(frame)) options.onSent?.();
    socket.send(frame);
  };
  const start = (): encoding.Encoder => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageType.sync);
    return encoder;
  };
  const tell = (update: Uint8Array, origin: unknown): void => {
    if (origin === socket || socket.readyState !== WebSocket.OPEN) return;
    const encoder = start();
    writeUpdate(encoder, update);
    send(encoder);
  };
  socket.on('open', () => {
    doc.on('update', tell);
    const encoder = start();
    writeSyncStep1(encoder, doc);
    send(encoder);
  });
  socket.on('message', (data: Buffer) => {
    const decoder = decoding.createDecoder(new Uint8Array(data));
    const type = decoding.readVarUint(decoder);
    if (type !== messageType.sync) {
      const said = readServerMessage(type, decoder);
      if (said?.type === 'saved') options.onSaved?.(said.count);
      if (said?.type === 'notice') options.onNotice?.(said.code);
      return;
    }
    const encoder = start();
    const kind = readSyncMessage(decoder, encoder, doc, socket);
    if (encoding.length(encoder) > 1) send(encoder);
    if (kind === 1) options.onSynced?.();
  });
  socket.on('error', () => {});
  options.after(() => socket.terminate());
  return {
    ended: new Promise((resolve) => {
      socket.on('close', (code) => {
        doc.off('update', tell);
        resolve(code);
      });
    }),
    cut: () => socket.terminate(),
  };
};
