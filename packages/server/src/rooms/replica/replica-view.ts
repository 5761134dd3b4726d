import {
  type AttestedUpdate,
  bringsNothingNew,
  type Census,
  type Clocks,
  type CommentWrite,
  type Content,
  checkGrowth,
  checkUpdate,
  commentWrites,
  createCensus,
  Failure,
  type Fitting,
  type Fresh,
  fittingOf,
  freshIn,
  type Growth,
  judgeGrowth,
  lateClients,
  leavesGap,
  limits,
  missingIn,
  type Reading,
  readUpdate,
  type SummaryLimits,
  saysNothingNew,
  type Touched,
  touches,
  wholeBoard,
  withoutComments,
} from '@gesso/crdt-schema';
import * as Y from 'yjs';

/** What one edit may hold. */
export const oneUpdate: SummaryLimits = {
  structs: limits.updateStructs,
  ranges: limits.updateDeleteRanges,
  clients: limits.historyClients,
};
/** What one more client id costs on a board that has had very many: each edit from then on counts it. */
const stepsPerLateClient = 20_000;
/** Ranges an honest reader may come back with, no matter what the board has become meanwhile. */
const echoRanges = 100_000;

/** What is wrong with an update, if anything, and the steps that applying it takes, about. */
export interface Check {
  readonly wrong: Failure | undefined;
  readonly steps: number;
  /** Whether it sets comments. */
  readonly comments: boolean;
}

/**
 * What a board tells of an update before it is applied; no answer changes the board. Each method but `read` throws
 * `STORE_UNAVAILABLE` or `OVERLOADED` where the board was not read into a document before and cannot be.
 */
export interface ReplicaView {
  /** Decodes an update, once. Returns the failure when it is too large or cannot be read. `history` allows a whole board. */
  read(update: Uint8Array, history: boolean): Reading | Failure;
  /**
   * Looks for a reason why an update may not be applied. `history` allows what a whole board may hold, not only one edit;
   * `judged` is part of what `judgeGrowth` has let in.
   */
  check(reading: Reading, history: boolean, judged?: boolean): Check;
  /** Judges once for all slices of an update what they make of the board's size; pauses at each `yield`. */
  judgeGrowth(growth: Growth): Generator<undefined, Failure | undefined>;
  /** Tells whether everything in an update is here already. */
  knows(content: Content): boolean;
  /** Tells the same of an update that comes from a reader, who has no reason to bring much: it is not decoded. */
  echoes(update: Uint8Array): boolean;
  /** Returns the authors (Yjs client ids) of content in the update that is not here yet. */
  newAuthors(content: Content): readonly number[];
  /** Returns where that content begins, author by author. */
  beginning(content: Content): Clocks;
  /** Returns the update with that deleted which makes a text too large; undefined when nothing does. */
  fitting(reading: Reading): Fitting | undefined;
  /** Returns the part of an update that is not here and can be placed now; undefined when that is nothing. */
  freshIn(content: Content): Fresh | undefined;
  /** Tells whether an update builds on content that is not here. */
  leavesGap(content: Content): boolean;
  /** Returns up to which clock the content of some clients must be here before an update can be placed, when those of `leftOut` come by others. */
  missing(content: Content, leftOut: readonly number[]): Clocks;
  /** Returns the roots and elements an update writes or deletes; found out anew each time it is asked. */
  touches(content: Content): Touched;
  /** Returns what an update does to comments. `sets`: what `check` has told of it. */
  comments(content: Content, sets: boolean): readonly CommentWrite[];
  /** Returns the update without some of that. */
  withoutComments(reading: Reading, writes: readonly CommentWrite[]): AttestedUpdate;
  /** Returns up to which clock the content of a client is here. */
  end(client: number): number;
  /** Returns the number of structs of the document, counted anew: what it takes in memory goes by them. */
  structs(): number;
}

const structsIn = ({ store }: Y.Doc): number => {
  let count = 0;
  for (const own of store.clients.values()) count += own.length;
  return count;
};

const newAuthorsIn = ({ store }: Y.Doc, { summary }: Content): readonly number[] => {
  const authors: number[] = [];
  for (const { client, to } of summary.sections) if (to > Y.getState(store, client)) authors.push(client);
  return authors;
};

const beginningIn = (doc: Y.Doc, { summary }: Content): Clocks => {
  const begins = new Map<number, number>();
  for (const { client, from, to } of summary.sections) {
    const end = Y.getState(doc.store, client);
    if (to > end) begins.set(client, Math.max(from, end));
  }
  return begins;
};

const echoesIn = (doc: Y.Doc, update: Uint8Array): boolean => {
  const ranges = update.length > echoRanges ? Math.max(echoRanges, structsIn(doc)) : echoRanges;
  return bringsNothingNew(doc, update, { structs: limits.updateStructs, ranges, clients: wholeBoard.clients });
};

/** `open` returns the document, and reads it when that was not done before. */
export const createReplicaView = (open: () => Y.Doc): ReplicaView => {
  let census: Census | undefined;
  const censusOf = (doc: Y.Doc): Census => {
    census ??= createCensus(doc);
    return census;
  };

  const check = (reading: Reading, history: boolean, judged: boolean): Check => {
    const doc = open();
    const elements = censusOf(doc);
    let steps = lateClients(reading, doc) * stepsPerLateClient;
    const onSteps = (counted: number): void => {
      steps += counted;
    };
    let comments = false;
    const onComments = (): void => {
      comments = true;
    };
    const most = history ? wholeBoard : oneUpdate;
    const wrong = checkUpdate(reading, { ...most, bytes: limits.syncStepBytes, doc, onSteps, onComments });
    return { wrong: wrong ?? (judged ? undefined : checkGrowth(reading, doc, elements)), steps, comments };
  };

  return {
    read(update, history) {
      if (update.length > (history ? limits.syncStepBytes : limits.updateBytes))
        return new Failure('TOO_LARGE', 'update');
      return readUpdate(update, history ? wholeBoard : oneUpdate);
    },
    check: (reading, history, judged = false) => check(reading, history, judged),
    judgeGrowth(growth) {
      const doc = open();
      return judgeGrowth(growth, doc, censusOf(doc));
    },
    knows: (content) => saysNothingNew(open(), content),
    echoes: (update) => echoesIn(open(), update),
    newAuthors: (content) => newAuthorsIn(open(), content),
    beginning: (content) => beginningIn(open(), content),
    fitting: (reading) => fittingOf(reading, open()),
    freshIn: (content) => freshIn(open(), content),
    leavesGap: (content) => leavesGap(open(), content),
    missing: (content, leftOut) => missingIn(open(), content, leftOut),
    touches: (content) => touches(content, open()),
    comments: (content, sets) => commentWrites(content, open(), sets),
    withoutComments: (reading, writes) => withoutComments(reading, writes),
    end: (client) => Y.getState(open().store, client),
    structs: () => structsIn(open()),
  };
};
