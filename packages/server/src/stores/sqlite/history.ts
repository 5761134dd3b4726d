import { Failure } from '@gesso/crdt-schema';
import { nextTurn, systemTimers } from '../../timers.ts';
import { createTurns, type Turns } from '../../workers/turns.ts';
import type { History, HistoryAges, HistoryPiece, LoggedUpdate, Moment } from '../history.ts';
import { momentsOf, thinned } from '../history.ts';
import { baseId, dueUpTo, headsAtOnce, mayGrow, mostStates, openedRow, pieceBytes, sizeOf } from '../history-pieces.ts';
import { type MakePastState, type PastParts, pastStateInThread } from '../past-state.ts';
import { bytes, intact, integer, optional, type Row, text } from '../rows.ts';
import { packed, packedPiece, unpackedState } from '../segments.ts';
import { type Database, transaction } from './database.ts';
import { type HistoryRows, historyRows } from './history-rows.ts';
import { type KeptStates, keptStates } from './kept-states.ts';
import type { quarantineWriter } from './quarantine.ts';
import type { Snapshots } from './snapshots.ts';
import type { UpdateRows } from './update-rows.ts';

/** What the log does with history, beside what everybody may ask of it. */
export interface SqliteHistory {
  readonly past: History;
  /** Before the first updates of a board become history: keeps what the board was before, unless they are its very first. */
  prepare(board: string, upto: number): Promise<void>;
  /** Moves the updates up to a number out of the log. What it does not come to is moved the next time. */
  take(board: string, upto: number): Promise<void>;
  /** A board was removed. */
  forget(board: string): void;
}

export interface SqliteHistoryDeps {
  readonly database: Database;
  readonly snapshots: Snapshots;
  readonly updates: UpdateRows;
  readonly quarantine: ReturnType<typeof quarantineWriter>;
  readonly now: () => number;
  readonly make?: MakePastState;
}

interface State extends SqliteHistoryDeps {
  readonly rows: HistoryRows;
  readonly kept: KeptStates;
  /** Up to this number an older version let updates in without asking what they take: they are shown to nobody one by one. */
  readonly uncheckedOf: (board: string) => number;
  /** Counts what was forgotten of a board: a reader that waits in between has to know. */
  readonly forgotten: Map<string, number>;
  readonly turns: Turns;
}

const loggedOf = (row: Row): LoggedUpdate => ({
  seq: integer(row, 'seq'),
  update: bytes(row, 'data'),
  by: text(row, 'author'),
  at: integer(row, 'at'),
});

function spanOf(
  { rows, updates, uncheckedOf }: State,
  board: string,
): { readonly first: number; readonly head: number } {
  const head = updates.head(board);
  const first = rows.span(board)?.first ?? Math.max(updates.firstAfter(board, 0) ?? head + 1, uncheckedOf(board) + 1);
  return { first, head };
}

/** Whether a piece that was read is still there: it may have been forgotten meanwhile, or become a larger one. */
const isThere = ({ rows }: State, board: string, piece: Row): boolean => {
  const row = rows.next(board, integer(piece, 'last') - 1);
  return row !== undefined && Buffer.compare(bytes(row, 'sum'), bytes(piece, 'sum')) === 0;
};

/** Returns whether it was there. */
const setAside = (state: State, board: string, row: Row): boolean =>
  transaction(state.database, () => {
    if (!isThere(state, board, row)) return false;
    state.quarantine(board, 'history', row);
    state.rows.drop(board, integer(row, 'first'));
    return true;
  });

async function read(state: State, board: string, after: number): Promise<HistoryPiece> {
  const { rows, updates } = state;
  let damaged = 0;
  for (let row = rows.next(board, after); row !== undefined; row = rows.next(board, after)) {
    const segment = await openedRow(row);
    if (segment !== undefined) return { updates: segment.filter(({ seq }) => seq > after), damaged };
    if (setAside(state, board, row)) damaged++;
  }
  const begin = Math.max(after, spanOf(state, board).first - 1);
  for (let from = begin; ; ) {
    const found = updates.piece(board, from, pieceBytes);
    const sound = found.filter(intact);
    // Those that are damaged are set aside where the board is loaded.
    if (sound.length > 0 || found.length === 0) return { updates: sound.map(loggedOf), damaged };
    from = integer(found.at(-1) ?? {}, 'seq');
  }
}

async function startAt(state: State, board: string, seq: number): Promise<PastParts['start']> {
  const { kept, snapshots } = state;
  const known = kept.before(board, seq);
  const snapshot = known?.seq === seq ? undefined : await snapshots.read(board, () => undefined, seq + 1);
  if (known !== undefined && known.seq > (snapshot?.upto ?? -1)) {
    const data = await kept.read(board, known.id);
    if (data !== undefined) return { seq: known.seq, data, isPacked: true };
  }
  return snapshot === undefined ? undefined : { seq: snapshot.upto, data: snapshot.data, isPacked: false };
}

/** What the state behind an update is made of; undefined where that is not all there. */
async function partsAt(state: State, board: string, seq: number): Promise<PastParts | undefined> {
  const { rows, updates, uncheckedOf } = state;
  const start = await startAt(state, board, seq);
  const { first, head } = spanOf(state, board);
  const isReached = start === undefined ? first <= 1 : start.seq === seq || start.seq >= first - 1;
  // Before the first that is shown, an older version may have left some that still lead there.
  const isOld = seq === first - 1 && updates.firstAfter(board, start?.seq ?? 0) === (start?.seq ?? 0) + 1;
  if (seq > head || !(isReached || isOld)) return undefined;
  const segments: Uint8Array[] = [];
  const tail: { readonly seq: number; readonly data: Uint8Array }[] = [];
  let raw = 0;
  for (let after = start?.seq ?? 0; after < seq; ) {
    const row = rows.next(board, after);
    if (row !== undefined && integer(row, 'first') <= seq) {
      if (intact(row)) segments.push(bytes(row, 'data'));
      raw += integer(row, 'raw');
      after = integer(row, 'last');
    } else {
      const found = updates.piece(board, after, pieceBytes);
      const last = found.at(-1);
      if (last === undefined) break;
      for (const one of found) if (intact(one)) tail.push({ seq: integer(one, 'seq'), data: bytes(one, 'data') });
      after = integer(last, 'seq');
    }
    await nextTurn(systemTimers);
  }
  return { start, segments, raw, tail, upto: seq, unchecked: uncheckedOf(board) };
}

async function stateAt(state: State, board: string, seq: number): Promise<Uint8Array | undefined> {
  const { forgotten, turns, make = pastStateInThread } = state;
  return turns.take(async () => {
    for (;;) {
      const before = forgotten.get(board);
      const parts = await partsAt(state, board, seq);
      // While it was read the pieces it goes on with may have been forgotten.
      if (forgotten.get(board) !== before) continue;
      return parts === undefined ? undefined : make(parts);
    }
  });
}

async function before({ rows, updates, uncheckedOf }: State, board: string, at: number): Promise<number> {
  const piece = rows.firstFrom(board, at);
  if (piece !== undefined) return piece - 1;
  for (let after = Math.max(rows.span(board)?.last ?? 0, uncheckedOf(board)); ; ) {
    const heads = updates.heads(board, after, headsAtOnce);
    const first = heads.find((one) => one.at >= at);
    if (first !== undefined) return first.seq - 1;
    const last = heads.at(-1);
    if (last === undefined) return after;
    after = last.seq;
    await nextTurn(systemTimers);
  }
}

async function moments({ rows, updates, uncheckedOf, now }: State, board: string): Promise<readonly Moment[]> {
  const found: Moment[] = [...rows.moments(board)];
  for (let after = Math.max(rows.span(board)?.last ?? 0, uncheckedOf(board)); ; ) {
    const heads = updates.heads(board, after, headsAtOnce);
    found.push(...momentsOf(heads));
    const last = heads.at(-1);
    if (last === undefined || heads.length < headsAtOnce) break;
    after = last.seq;
    await nextTurn(systemTimers);
  }
  return thinned(momentsOf(found), now());
}

async function prepare(state: State, board: string, upto: number): Promise<void> {
  const { rows, kept, now, updates } = state;
  if (rows.span(board) !== undefined || kept.base(board) !== undefined) return;
  const { first } = spanOf(state, board);
  if (first <= 1 || first > upto || updates.firstAfter(board, 0) === undefined) return;
  const before = await stateAt(state, board, first - 1);
  if (before === undefined) return;
  const isFirst = (): boolean => rows.span(board) === undefined && kept.base(board) === undefined;
  await kept.write(board, { id: baseId(first - 1), seq: first - 1, at: now() }, await packed(before), isFirst);
}

/** The newest piece, with what is in it, where that may become one with some more updates. Undefined as well where it cannot be read. */
const growing = async ({ rows }: State, board: string, more: readonly LoggedUpdate[]) => {
  const newest = rows.newest(board);
  if (newest === undefined || !mayGrow(newest, more)) return undefined;
  const row = rows.next(board, newest.last - 1);
  const opened = row === undefined ? undefined : await openedRow(row);
  return row === undefined || opened === undefined ? undefined : { row, opened };
};

const isNewest = ({ rows }: State, board: string, piece: Row): boolean =>
  rows.newest(board)?.last === integer(piece, 'last');

async function take(state: State, board: string, upto: number): Promise<void> {
  const { database, rows, updates, kept, uncheckedOf } = state;
  const { first } = spanOf(state, board);
  // Where it is not known what a board was before, its updates would show nothing.
  const isShown = first <= 1 || rows.span(board) !== undefined || kept.base(board) !== undefined;
  const dropped = isShown ? Math.min(upto, uncheckedOf(board)) : upto;
  if (dropped > 0) updates.dropUpTo(board, dropped);
  for (;;) {
    const found = updates.piece(board, 0, pieceBytes).filter((row) => integer(row, 'seq') <= upto);
    const last = found.at(-1);
    if (last === undefined) return;
    const broken = found.filter((row) => !intact(row));
    const moved = found.filter((row) => !broken.includes(row)).map(loggedOf);
    const smaller = await growing(state, board, moved);
    const logged = [...(smaller?.opened ?? []), ...moved];
    const data = moved.length === 0 ? undefined : await packedPiece(logged);
    const [seq, sum] = [integer(last, 'seq'), bytes(last, 'sum')];
    const isTaken = transaction(database, () => {
      const still = updates.sumOf(board, seq);
      // The board may have been removed, or all of this taken already.
      if (still === undefined || Buffer.compare(still, sum) !== 0) return false;
      // Others may have forgotten the piece meanwhile, or set it aside.
      if (smaller !== undefined && !(isNewest(state, board, smaller.row) && isThere(state, board, smaller.row)))
        return false;
      for (const row of broken) state.quarantine(board, 'update', row);
      if (smaller !== undefined && data !== undefined) rows.drop(board, integer(smaller.row, 'first'));
      if (data !== undefined) rows.add(board, logged, data, sizeOf(logged));
      updates.dropUpTo(board, seq);
      return true;
    });
    if (!isTaken) return;
    await nextTurn(systemTimers);
  }
}

async function forgetUpTo(state: State, board: string, last: number): Promise<void> {
  const { database, rows, kept, snapshots, forgotten, now } = state;
  const dropAll = (upto: number): void => {
    rows.dropUpTo(board, upto);
    const old = kept.base(board);
    if (old !== undefined) kept.drop(board, old.id);
    forgotten.set(board, (forgotten.get(board) ?? 0) + 1);
  };
  const isAll = rows.span(board)?.last === last;
  const snapshot = isAll && snapshots.isThere(board, last);
  // Where that cannot be made just now (too many ask, too late, too much memory), the board is left for the next sweep.
  const refused = Symbol();
  const base = snapshot ? undefined : await stateAt(state, board, last).catch(() => refused);
  if (typeof base === 'symbol') return;
  if (base === undefined) {
    // The log goes on behind a snapshot, and so does history where what came before cannot be made any more.
    transaction(database, () => dropAll(Number.MAX_SAFE_INTEGER));
    return;
  }
  const inSameTransaction = (): boolean => {
    // The newest piece may have become a larger one meanwhile, and what is new in that is in no log any more.
    if (!rows.endsAt(board, last)) return false;
    dropAll(last);
    return true;
  };
  await kept.write(board, { id: baseId(last), seq: last, at: now() }, await packed(base), inSameTransaction);
}

function thinOut({ database, rows, now }: State, board: string): void {
  const all = rows.moments(board);
  const first = rows.span(board)?.first ?? Number.MAX_SAFE_INTEGER;
  const worth = new Set(thinned(all, now()).filter(({ seq }) => seq >= first));
  const rest = all.filter((moment) => !worth.has(moment));
  if (rest.length === 0) return;
  transaction(database, () => {
    for (const { seq } of rest) rows.dropMoment(board, seq);
  });
}

async function* sweep(state: State, ages: HistoryAges): AsyncGenerator<string, void> {
  const { rows } = state;
  for (let board = rows.boardAfter(''); board !== undefined; board = rows.boardAfter(board)) {
    const last = dueUpTo(rows.sizes(board), ages);
    if (last !== undefined) await forgetUpTo(state, board, last);
    thinOut(state, board);
    yield board;
  }
}

const namedVersions = (state: State): Pick<History, 'versions' | 'keep' | 'rename' | 'drop' | 'stateOf'> => {
  const { database, kept, updates } = state;
  return {
    versions: async (board) => kept.named(board),
    async keep(board, version, whole, most) {
      const { id, name, seq, at, by } = version;
      const data = await packed(whole);
      const hasRoom = (): boolean => {
        const others = kept.named(board);
        const taken = others.reduce((sum, other) => sum + other.bytes, data.length);
        // A board that was removed meanwhile has no such update any more.
        return others.length < most.versions && taken <= most.bytes && updates.head(board) >= seq;
      };
      if (!hasRoom()) return undefined;
      const isKept = await kept.write(board, { id, seq, at, person: by, name }, data, hasRoom);
      return isKept ? { ...version, bytes: data.length } : undefined;
    },
    rename: async (board, id, name) => kept.rename(board, id, name),
    drop: async (board, id) => transaction(database, () => kept.drop(board, id)),
    async stateOf(board, id) {
      const data = await kept.read(board, id);
      return data === undefined ? undefined : unpackedState(data);
    },
  };
};

/** The past of boards in the same file as the log. */
export const sqliteHistory = (deps: SqliteHistoryDeps): SqliteHistory => {
  const { database } = deps;
  const unchecked = database.prepare('SELECT upto FROM unchecked WHERE board = ?');
  const state: State = {
    ...deps,
    rows: historyRows(database),
    kept: keptStates(database),
    uncheckedOf: (board) => optional(integer, unchecked.get(board) ?? {}, 'upto') ?? 0,
    forgotten: new Map(),
    turns: createTurns(mostStates, () => new Failure('OVERLOADED', 'too many ask what boards were')),
  };
  return {
    past: {
      span: async (board) => spanOf(state, board),
      before: (board, at) => before(state, board, at),
      moments: (board) => moments(state, board),
      read: (board, after) => read(state, board, after),
      stateAt: (board, seq) => stateAt(state, board, seq),
      sweep: (ages) => sweep(state, ages),
      ...namedVersions(state),
    },
    prepare: (board, upto) => prepare(state, board, upto),
    take: (board, upto) => take(state, board, upto),
    forget(board) {
      state.forgotten.set(board, (state.forgotten.get(board) ?? 0) + 1);
    },
  };
};
