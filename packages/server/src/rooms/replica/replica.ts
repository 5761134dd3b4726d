import {
  applyUpdate,
  createBoardDoc,
  documentMetadata,
  Failure,
  forgetPending,
  hasPending,
  nameUpdate,
  tamed,
} from '@gesso/crdt-schema';
import type * as Y from 'yjs';
import { createReplicaView, type ReplicaView } from './replica-view.ts';
import { createSyncAnswers, type SyncAnswers } from './sync-answers.ts';

/** A stored update, and the part of it that can be applied. */
export interface Replaced {
  readonly original: Uint8Array;
  readonly instead: Uint8Array;
}

/** A board in one piece that is known to be sound, and its encoded state vector. */
export interface Whole {
  readonly state: Uint8Array;
  readonly vector: Uint8Array;
  /** Asked before it is read into a document. May throw a `Failure`; it stays unread then. */
  readonly mayRead?: (state: Uint8Array) => void;
}

/**
 * The server's copy of one document: what can be asked of it (`ReplicaView`, `SyncAnswers`), and what changes it. It passes
 * content along unopened.
 */
export interface Replica extends ReplicaView, Omit<SyncAnswers, 'forget' | 'remember'> {
  /**
   * Applies what was stored. Returns what was left out of the first `unchecked` parts because it would hold up everybody: those
   * were stored before that was looked at. Throws as `apply` does.
   */
  load(parts: readonly Uint8Array[], unchecked: number): readonly Replaced[];
  /** Applies updates. Throws `MALFORMED` when Yjs cannot take one; the replica is then not to be trusted any more. */
  apply(updates: readonly Uint8Array[]): void;
  /** Applies what `freshIn` returned. Returns the part of it that came to something, if any. Throws as `apply` does. */
  absorb(update: Uint8Array): Uint8Array | undefined;
  /** Returns the update that gives the board another name. */
  naming(name: string): Uint8Array;
  /** Returns the board's name, if its document says another one than when this was last asked, or when it was loaded. */
  renamed(): string | undefined;
  destroy(): void;
}

/** Applies `work` to a document. Tells whether all of it could be placed; what could not is let go. Throws `MALFORMED`. */
const changing = (doc: Y.Doc, work: () => void): boolean => {
  try {
    doc.transact(work);
  } catch (error) {
    throw new Failure('MALFORMED', String(error));
  }
  const isWhole = !hasPending(doc);
  // Yjs would keep what it cannot place, pass it on with every state, and never know when to let go of it.
  forgetPending(doc);
  return isWhole;
};

const loadInto = (doc: Y.Doc, parts: readonly Uint8Array[], unchecked: number): readonly Replaced[] => {
  const replaced: Replaced[] = [];
  changing(doc, () => {
    for (const [i, original] of parts.entries()) {
      const instead = i < unchecked ? tamed(original, doc)?.update : undefined;
      if (instead !== undefined) replaced.push({ original, instead });
      applyUpdate(doc, instead ?? original);
    }
  });
  return replaced;
};

/** Makes the document of a board. Throws what `mayRead` throws, and `STORE_UNAVAILABLE` when Yjs cannot read the board. */
const documentOf = (whole: Whole | undefined): Y.Doc => {
  whole?.mayRead?.(whole.state);
  const doc = createBoardDoc();
  try {
    if (whole !== undefined) applyUpdate(doc, whole.state);
  } catch (error) {
    throw new Failure('STORE_UNAVAILABLE', String(error));
  }
  return doc;
};

/** The name in a document, looked up after a commit only where it may have changed, which it hardly ever does. */
const createNameWatch = (doc: Y.Doc): (() => string | undefined) => {
  let { name } = documentMetadata(doc);
  let isTouched = false;
  doc.getMap('meta').observe(() => {
    isTouched = true;
  });
  return () => {
    if (!isTouched) return undefined;
    isTouched = false;
    const before = name;
    ({ name } = documentMetadata(doc));
    return name === before ? undefined : name;
  };
};

/**
 * `whole` is what it begins with. It is shown to newcomers as it is, and only read into a document, which takes a tenth
 * of a second for a large board, when a person writes or comes back with a part of it. Throws `STORE_UNAVAILABLE` then if
 * Yjs cannot read it.
 */
export const createReplica = (whole?: Whole): Replica => {
  let unread = whole;
  let made: Y.Doc | undefined;
  let nameWatch: (() => string | undefined) | undefined;
  const open = (): Y.Doc => {
    if (made !== undefined) return made;
    made = documentOf(unread);
    // Its bytes are large, and the document has them by now.
    unread = undefined;
    nameWatch = createNameWatch(made);
    return made;
  };
  const { forget, remember, ...answers } = createSyncAnswers(open, whole);

  const apply = (updates: readonly Uint8Array[]): void => {
    const [first] = updates;
    const doc = open();
    const isNew = doc.store.clients.size === 0;
    forget();
    const isWhole = changing(doc, () => {
      for (const update of updates) applyUpdate(doc, update);
    });
    // A board that was loaded from its snapshot alone need not be encoded again for the first who asks.
    if (first !== undefined && isNew && updates.length === 1 && isWhole) remember(first);
  };

  return {
    ...createReplicaView(open),
    ...answers,
    load(parts, unchecked) {
      const doc = open();
      forget();
      return loadInto(doc, parts, unchecked);
    },
    apply,
    absorb(update) {
      let fresh: Uint8Array | undefined;
      const listen = (part: Uint8Array): void => {
        fresh = part;
      };
      const doc = open();
      doc.on('update', listen);
      apply([update]);
      doc.off('update', listen);
      return fresh;
    },
    naming: (name) => nameUpdate(open(), name),
    renamed: () => nameWatch?.(),
    destroy: () => made?.destroy(),
  };
};
