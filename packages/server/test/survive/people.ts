import { seededRandom } from '@gesso/crdt-schema/testing';
import * as Y from 'yjs';
import { afterThis } from '../support/server.ts';
import { type Address, sync } from './client.ts';

/** Edits a writer is ahead of what is known to be on disk. */
const ahead = 60;

/** Somebody who draws without a break, whatever becomes of the server, and remembers what they were told is saved. */
export interface Writer {
  readonly doc: Y.Doc;
  readonly saved: ReadonlySet<string>;
  /** Draws until the connection ends. */
  draws(address: Address): Promise<void>;
  /** Says nothing new, and resolves when all they ever drew is saved. */
  settles(address: Address): Promise<void>;
}

/** `onSaved`: called each time the server says that more is on disk. */
export const createWriter = (name: string, seed: number, onSaved: () => void): Writer => {
  const doc = new Y.Doc();
  const random = seededRandom(seed);
  const own: string[] = [];
  const saved = new Set<string>();

  const draw = (): void => {
    const id = `${name}${String(own.length).padStart(12 - name.length, '0')}`;
    own.push(id);
    const far = (): number => Math.round(random() * 1e6) / 16;
    doc.getMap('el').set(id, { t: 'r', x: far(), y: far(), w: far(), h: far(), z: `a${own.length}`, c: '#112233' });
  };

  const connect = async (address: Address, isDone: (unsaved: number) => boolean, draws: boolean): Promise<void> => {
    /** For each frame sent, how much of what was ever drawn is on disk when that frame is. */
    const frames: number[] = [];
    let settled: (() => void) | undefined;
    const done = new Promise<void>((resolve) => {
      settled = resolve;
    });
    let known = 0;
    const go = (): void => {
      if (draws) while (own.length - known < ahead) draw();
      else if (isDone(own.length - known)) settled?.();
    };
    const line = sync(address, doc, {
      after: afterThis,
      onSent: () => void frames.push(own.length),
      onSaved(count) {
        known = frames[count - 1] ?? 0;
        for (const id of own.slice(0, known)) saved.add(id);
        onSaved();
        go();
      },
      onSynced() {
        // What is on the server already is not sent again, and so not acknowledged.
        if (frames.length === 0) known = own.length;
        go();
      },
    });
    await Promise.race([line.ended, done]);
  };

  return {
    doc,
    saved,
    draws: (address) => connect(address, () => false, true),
    settles: (address) => connect(address, (unsaved) => unsaved === 0, false),
  };
};

/** Somebody who looks on, with an empty page each time, until the connection ends. Gives what they were shown. */
export const watch = async (address: Address, onShown: () => void): Promise<string[]> => {
  const doc = new Y.Doc();
  doc.on('update', onShown);
  await sync(address, doc, { after: afterThis }).ended;
  const shown = [...doc.getMap('el').keys()];
  doc.destroy();
  return shown;
};
