import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { type Compact, compactInThread } from '../packages/server/src/stores/compaction.ts';
import type { Store } from '../packages/server/src/stores/store.ts';
import type { Files } from './disk.ts';

/**
 * A store as plain as one can be: one file of records, each with its length and checksum, on the simulated disk. It is
 * here to show the rooms everything a disk may do to them; the product's own store runs in other worlds.
 */

const name = 'log';
const sumBytes = 8;
const headBytes = 4 + sumBytes;
const kinds = { update: 0, snapshot: 1, owner: 2 } as const;
type Kind = keyof typeof kinds;
const kindOf = (byte: number | undefined): Kind => (byte === 1 ? 'snapshot' : byte === 2 ? 'owner' : 'update');

interface LogRecord {
  readonly board: string;
  readonly kind: Kind;
  /** The number of the update, or of the last one in the snapshot. */
  readonly seq: number;
  readonly data: Uint8Array;
  /** Where it ends in the file. */
  readonly end: number;
}

const sumOf = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest().subarray(0, sumBytes);

const encode = (board: string, kind: Kind, seq: number, data: Uint8Array): Uint8Array => {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(seq);
  const body = Buffer.concat([Uint8Array.of(kinds[kind], board.length), Buffer.from(board, 'latin1'), number, data]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, sumOf(body), body]);
};

/** The intact records at the beginning of a file; behind the first broken one nothing can be trusted. */
const decode = (file: Uint8Array): LogRecord[] => {
  const bytes = Buffer.from(file);
  const records: LogRecord[] = [];
  for (let at = 0; at + headBytes <= bytes.length; ) {
    const start = at + headBytes;
    const end = start + bytes.readUInt32LE(at);
    const body = bytes.subarray(start, end);
    if (end > bytes.length || Buffer.compare(sumOf(body), bytes.subarray(at + 4, start)) !== 0) break;
    const boardEnd = 2 + (body[1] ?? 0);
    records.push({
      board: body.toString('latin1', 2, boardEnd),
      kind: kindOf(body[0]),
      seq: body.readUInt32LE(boardEnd),
      data: new Uint8Array(body.subarray(boardEnd + 4)),
      end,
    });
    at = end;
  }
  return records;
};

/** What counts for a board: its newest snapshot and what follows it. */
const current = (records: readonly LogRecord[], board: string): LogRecord[] => {
  const own = records.filter((record) => record.board === board && record.kind !== 'owner');
  return own.slice(
    Math.max(
      0,
      own.findLastIndex(({ kind }) => kind === 'snapshot'),
    ),
  );
};

/** The number of the last update of a board. */
const headIn = (records: readonly LogRecord[], board: string): number =>
  records.reduce((head, record) => (record.board === board ? Math.max(head, record.seq) : head), 0);

/** Whose the client ids of a board are: an id keeps its first owner. */
const ownersIn = (records: readonly LogRecord[], board: string): Map<number, string> => {
  const owners = new Map<number, string>();
  for (const record of records) {
    if (record.board !== board || record.kind !== 'owner') continue;
    const [client = '', person = ''] = Buffer.from(record.data).toString().split(' ');
    if (!owners.has(Number(client))) owners.set(Number(client), person);
  }
  return owners;
};

/** It keeps nothing of what a board was. */
export const noHistory: Store['history'] = {
  span: async () => ({ first: 1, head: 0 }),
  before: async () => 0,
  moments: async () => [],
  read: async () => ({ updates: [], damaged: 0 }),
  stateAt: async () => undefined,
  versions: async () => [],
  keep: async () => undefined,
  rename: async () => false,
  drop: async () => false,
  stateOf: async () => undefined,
  async *sweep() {},
};

export const logStore = (files: Files, compact: Compact = compactInThread): Store => {
  /** Bytes at the beginning of the file that are whole records and synced. */
  let good: number | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  /** After a start the file may be ahead of the disk: what is read has to be synced before anybody is shown it. */
  const opened = async (): Promise<number> => {
    if (good === undefined) {
      await files.sync(name);
      good = decode(files.read(name)).at(-1)?.end ?? 0;
    }
    return good;
  };
  const read = async (): Promise<LogRecord[]> => {
    const length = await opened();
    return decode(files.read(name).subarray(0, length));
  };
  const replace = async (records: readonly LogRecord[]): Promise<void> => {
    const parts = records.map(({ board, kind, seq, data }) => encode(board, kind, seq, data));
    const bytes = Buffer.concat(parts);
    await files.replace(name, bytes);
    good = bytes.length;
  };

  /** `make` is given what is there, and gives what is added to it and what that comes to. */
  const write = <T>(make: (records: readonly LogRecord[]) => readonly [readonly Uint8Array[], T]): Promise<T> =>
    inTurn(async () => {
      const [records, result] = make(await read());
      const length = await opened();
      // Left over from an append that failed or was torn.
      if (files.read(name).length !== length) await files.truncate(name, length);
      const bytes = Buffer.concat(records);
      await files.append(name, bytes);
      await files.sync(name);
      good = length + bytes.length;
      return result;
    });

  return {
    load: (board) =>
      inTurn(async () => {
        const records = await read();
        const own = current(records, board);
        const tail = own.filter(({ kind }) => kind === 'update');
        const bytes = tail.reduce((sum, { data }) => sum + data.length, 0);
        const parts = own.map(({ data }) => data);
        const [first] = parts;
        const isCompacted = first !== undefined && tail.length === 0;
        const vector = isCompacted ? Y.encodeStateVectorFromUpdate(first) : undefined;
        const seq = headIn(records, board);
        return { parts, vector, seq, tail: { rows: tail.length, bytes }, damaged: 0, owners: ownersIn(records, board) };
      }),
    size: (board) => inTurn(async () => current(await read(), board).reduce((sum, { data }) => sum + data.length, 0)),
    ownerOf: (board, client) => inTurn(async () => ownersIn(await read(), board).get(client)),
    heads: (boards) =>
      inTurn(async () => {
        const records = await read();
        return new Map(boards.map((board) => [board, headIn(records, board)] as const).filter(([, head]) => head > 0));
      }),
    begin: (board, { whole, since = [] }) =>
      write(() => [
        [encode(board, 'snapshot', 1, whole), ...since.map((update, i) => encode(board, 'update', i + 2, update))],
        undefined,
      ]),
    append: (entries) =>
      write((records) => {
        const heads = new Map<string, number>();
        const seqs = entries.map(({ board }) => {
          const seq = (heads.get(board) ?? headIn(records, board)) + 1;
          heads.set(board, seq);
          return seq;
        });
        const added = entries.flatMap(({ board, update, by, clients = [] }, i) => [
          ...clients.map((client) => encode(board, 'owner', 0, Buffer.from(`${client} ${by}`))),
          encode(board, 'update', seqs[i] ?? 0, update),
        ]);
        return [added, seqs];
      }),
    since: (board, seq) =>
      inTurn(async () => {
        const own = current(await read(), board);
        const compacted = own.find(({ kind }) => kind === 'snapshot')?.seq ?? 0;
        if (seq < compacted) return undefined;
        const found = own.filter((record) => record.kind === 'update' && record.seq > seq);
        return found.map((record) => ({ seq: record.seq, update: record.data, by: '', at: 0 }));
      }),
    async compact(board, least = 1) {
      const before = await inTurn(read);
      const own = current(before, board);
      if (own.filter(({ kind }) => kind === 'update').length < Math.max(1, least)) return false;
      const { state: data } = await compact(own.map((record) => record.data));
      return inTurn(async () => {
        const now = await read();
        // A person compacted or removed the board meanwhile.
        if (now.length < before.length || before.some((record, i) => record.end !== now[i]?.end)) return false;
        const isCompacted = (record: LogRecord): boolean => record.board === board && record.kind !== 'owner';
        const others = now.filter((record) => !isCompacted(record));
        const since = now.slice(before.length).filter(isCompacted);
        await replace([...others, { board, kind: 'snapshot', seq: headIn(own, board), data, end: 0 }, ...since]);
        return true;
      });
    },
    replace: (board, original, instead) =>
      inTurn(async () =>
        replace(
          (await read()).map((record) =>
            record.board === board && Buffer.compare(record.data, original) === 0
              ? { ...record, data: instead }
              : record,
          ),
        ),
      ),
    remove: (board) => inTurn(async () => replace((await read()).filter((record) => record.board !== board))),
    history: noHistory,
    health: () => inTurn(async () => void (await opened())),
    close: async () => {},
  };
};
