import type { Clocks } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Outbox } from '../outgoing/outbox.ts';
import { createPublication } from './publication.ts';

/** An outbox that writes when it is told to. */
const quietOutbox = (): Outbox => ({
  noteBehind() {},
  document() {},
  presence() {},
  live() {},
  acknowledge() {},
  flush() {},
  soon() {},
  tick: () => 3,
  busy: false,
  stop() {},
});

test('what others have stored counts as shown once it is written, and not before', () => {
  const asked: (readonly Clocks[])[] = [];
  const publication = createPublication({
    board: 'b',
    replica: {
      stateVectorBefore(beginnings) {
        asked.push([...beginnings]);
        return new Uint8Array();
      },
    },
    commits: { admit() {}, push() {}, degraded: false, drained: async () => {}, letGo() {}, stop() {} },
    outbox: quietOutbox(),
    onStored() {},
    onRefused() {},
  });
  const doc = new Y.Doc();
  doc.clientID = 7;
  doc.getMap('el').set('a', 1);
  const before = Y.encodeStateVector(doc);
  doc.getMap('el').set('b', 1);
  publication.show([Y.encodeStateAsUpdate(doc, before)]);
  publication.shown();
  expect(asked[0]).toEqual([new Map([[7, 1]])]);
  publication.written();
  publication.shown();
  expect(asked[1]).toEqual([]);
});
