import type { Clocks } from '@gesso/crdt-schema';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Outbox } from '../outgoing/outbox.ts';
import type { CommitOwner, Commits } from './commits.ts';
import { createPublication, type DocumentCommit } from './publication.ts';

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

const quietCommits: Commits<DocumentCommit> = {
  admit() {},
  push() {},
  degraded: false,
  drained: async () => {},
  letGo() {},
  stop() {},
};

test('what others have stored waits for what is about to be stored here, so that both are one write', () => {
  const waited: (number | undefined)[] = [];
  let owner: CommitOwner<DocumentCommit> | undefined;
  const pushed: DocumentCommit[] = [];
  const publication = createPublication({
    board: 'b',
    replica: { stateVectorBefore: () => new Uint8Array() },
    commits: {
      ...quietCommits,
      push(commit, by) {
        pushed.push(commit);
        owner = by;
      },
    },
    outbox: { ...quietOutbox(), soon: (companyMs) => void waited.push(companyMs) },
    onStored() {},
    onRefused() {},
  });
  const update = Y.encodeStateAsUpdate(new Y.Doc());
  publication.show([update]);
  publication.push({ by: 'ann', update, author: undefined, count: 0, done: undefined });
  publication.show([update]);
  owner?.stored(pushed);
  publication.show([update]);
  expect(waited).toEqual([0, 4, 0]);
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
    commits: quietCommits,
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
