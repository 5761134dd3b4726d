import { createHash } from 'node:crypto';
import { createBoardDoc, documentMetadata, hasPending, tamed } from '@gesso/crdt-schema';
import * as Y from 'yjs';
import { bytes, intact, integer, type Row, text } from '../rows.ts';
import { type Database, structuralDamage } from './database.ts';
import { hasTable } from './operations.ts';
import { wholeOf } from './snapshots.ts';

/** What was found of one board. */
export interface BoardReport {
  readonly board: string;
  /** Records in the log, and their bytes. */
  readonly updates: number;
  readonly snapshots: number;
  readonly bytes: number;
  /** Elements in the document that the log leads to. */
  readonly elements: number;
  /** Records that do not match their checksum. */
  readonly damaged: number;
  /** Records that match, and that the document could not take. */
  readonly unusable: number;
  /** Whether part of the content waits for something that is not there. */
  readonly waiting: boolean;
}

export interface Report {
  /** What SQLite says about the file itself. */
  readonly structure: readonly string[];
  readonly boards: readonly BoardReport[];
  readonly links: number;
  /** Pictures, and those of them whose bytes are not those they are named by. */
  readonly assets: { readonly count: number; readonly damaged: readonly string[] };
  /** Pieces of history and named versions, and those of them that are not what was written. */
  readonly history: { readonly segments: number; readonly versions: number; readonly damaged: readonly string[] };
  /** Records a server set aside earlier because they were damaged. */
  readonly quarantined: number;
}

/** Reads every record of a database, checks it and loads every board into a document. Changes nothing. */
export const inspect = (database: Database): Report => {
  const structure = structuralDamage(database);
  if (structure.length > 0)
    return { structure, boards: [], links: 0, assets: { count: 0, damaged: [] }, history: noHistory, quarantined: 0 };
  // One transaction: a server that goes on writing is not seen halfway.
  database.exec('BEGIN');
  try {
    const count = (table: string): number =>
      integer(database.prepare(`SELECT count(*) AS count FROM ${table}`).get() ?? {}, 'count');
    const boards = database
      .prepare('SELECT id FROM boards UNION SELECT board FROM updates UNION SELECT board FROM snapshots ORDER BY 1')
      .all()
      .map((row) => inspectBoard(database, text(row, 'id')));
    const assets = inspectAssets(database);
    const history = inspectHistory(database);
    return { structure, boards, links: count('links'), assets, history, quarantined: count('quarantine') };
  } finally {
    database.exec('COMMIT');
  }
};

const inspectBoard = (database: Database, board: string): BoardReport => {
  const snapshots = database
    .prepare('SELECT * FROM snapshots WHERE board = ? ORDER BY upto DESC')
    .all(board)
    .map((row) => wholeOf(database, board, row));
  const updates = database.prepare('SELECT seq, data, sum FROM updates WHERE board = ? ORDER BY seq').all(board);
  const snapshot = snapshots.find(intact);
  const since = snapshot === undefined ? -1 : integer(snapshot, 'upto');
  const tail = updates.filter((row) => integer(row, 'seq') > since && intact(row));
  const rows = [...snapshots, ...updates];
  return {
    board,
    updates: updates.length,
    snapshots: snapshots.length,
    bytes: rows.reduce((sum, row) => sum + bytes(row, 'data').length, 0),
    damaged: rows.filter((row) => !intact(row)).length,
    ...load(snapshot === undefined ? tail : [snapshot, ...tail]),
  };
};

const load = (rows: readonly Row[]): Pick<BoardReport, 'elements' | 'unusable' | 'waiting'> => {
  const doc = createBoardDoc();
  let unusable = 0;
  for (const row of rows) {
    try {
      const data = bytes(row, 'data');
      // What would take for ever is looked at as the board will be opened: without it.
      Y.applyUpdate(doc, tamed(data, doc)?.update ?? data);
    } catch {
      unusable++;
    }
  }
  const waiting = hasPending(doc);
  const { elements } = documentMetadata(doc);
  doc.destroy();
  return { elements, unusable, waiting };
};

/** A picture is named by the checksum of its bytes. */
const inspectAssets = (database: Database): Report['assets'] => {
  if (!hasTable(database, 'assets')) return { count: 0, damaged: [] };
  const parts = database.prepare('SELECT data FROM asset_parts WHERE hash = ? ORDER BY part');
  const isDamaged = (name: string): boolean => {
    const hash = createHash('sha256');
    for (const part of parts.iterate(name)) hash.update(bytes(part, 'data'));
    return hash.digest('base64url') !== name;
  };
  const names = database
    .prepare('SELECT hash FROM assets WHERE whole = 1')
    .all()
    .map((row) => text(row, 'hash'));
  return { count: names.length, damaged: names.filter(isDamaged) };
};

const noHistory: Report['history'] = { segments: 0, versions: 0, damaged: [] };

/** Reads every piece and every state that is kept, one at a time. */
const inspectHistory = (database: Database): Report['history'] => {
  if (!hasTable(database, 'history_segments')) return noHistory;
  const damaged: string[] = [];
  let segments = 0;
  for (const row of database.prepare('SELECT board, first, sum, data FROM history_segments').iterate()) {
    segments++;
    if (!intact(row)) damaged.push(`history of ${text(row, 'board')} from ${integer(row, 'first')}`);
  }
  const parts = database.prepare('SELECT data FROM kept_state_parts WHERE board = ? AND id = ? ORDER BY part');
  const states = database.prepare('SELECT board, id, name, sum FROM kept_states').all();
  for (const row of states) {
    const [board, id] = [text(row, 'board'), text(row, 'id')];
    const hash = createHash('sha256');
    for (const part of parts.iterate(board, id)) hash.update(bytes(part, 'data'));
    if (Buffer.compare(hash.digest(), bytes(row, 'sum')) !== 0) damaged.push(`version ${id} of ${board}`);
  }
  return { segments, versions: states.filter((row) => row['name'] !== null).length, damaged };
};

/** Whether everything in a database is as it was written. */
export const isSound = ({ structure, boards, assets, history }: Report): boolean =>
  structure.length === 0 &&
  assets.damaged.length === 0 &&
  history.damaged.length === 0 &&
  boards.every(({ damaged, unusable }) => damaged + unusable === 0);
