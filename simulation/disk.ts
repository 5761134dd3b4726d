import type { Rng } from './random.ts';
import type { VirtualTime } from './time.ts';

/** What goes wrong with a disk, each until a moment of virtual time. */
export interface DiskFaults {
  fullUntil: number;
  failingUntil: number;
  slowUntil: number;
}

/** Files as one process uses them. Each call takes a while; what a dead process asked for does not happen. */
export interface Files {
  /** What the running machine would read, synced or not. */
  read(file: string): Uint8Array;
  append(file: string, bytes: Uint8Array): Promise<void>;
  truncate(file: string, length: number): Promise<void>;
  /** Resolves when everything in the file survives a power cut. */
  sync(file: string): Promise<void>;
  /** The file has these bytes and is synced, or is as it was. */
  replace(file: string, bytes: Uint8Array): Promise<void>;
}

export interface Disk {
  readonly faults: DiskFaults;
  files(alive: () => boolean): Files;
  /** Files as they would be found after a power cut at the worst moment. Answers at once. */
  afterPowerCut(): Files;
  /** The power goes: what was not synced is lost, from anywhere on, perhaps in the middle of a record. */
  cutPower(): void;
  /** How long something on this disk takes now (ms). */
  delay(): number;
  /** Why nothing can be written, or read, now. */
  refusal(doing: 'read' | 'write'): Error | undefined;
}

interface File {
  bytes: Uint8Array;
  /** So many bytes survive a power cut. */
  synced: number;
}

const diskError = (message: string): Error => Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR' });

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

export const createDisk = (time: VirtualTime, rng: Rng): Disk => {
  const files = new Map<string, File>();
  const faults: DiskFaults = { fullUntil: 0, failingUntil: 0, slowUntil: 0 };

  const get = (name: string): File => {
    const file = files.get(name) ?? { bytes: new Uint8Array(), synced: 0 };
    files.set(name, file);
    return file;
  };
  const delay = (): number => (time.now() < faults.slowUntil ? rng.between(20, 400) : rng.between(0.05, 4));
  const refusal = (doing: 'read' | 'write'): Error | undefined => {
    if (time.now() < faults.failingUntil) return diskError('disk I/O error');
    if (doing === 'write' && time.now() < faults.fullUntil) return diskError('database or disk is full');
    return undefined;
  };

  return {
    faults,
    delay,
    refusal,
    files(alive) {
      const later = (work: (problem: Error | undefined) => void): Promise<void> =>
        new Promise((resolve, reject) => {
          time.after(delay(), () => {
            if (!alive()) return;
            const problem = refusal('write');
            work(problem);
            if (problem === undefined) resolve();
            else reject(problem);
          });
        });
      return {
        read(name) {
          const problem = refusal('read');
          if (problem !== undefined) throw problem;
          return get(name).bytes;
        },
        append: (name, bytes) =>
          later((problem) => {
            const file = get(name);
            // A write that fails may have written some of it.
            const most = problem === undefined ? bytes.length : rng.int(bytes.length + 1);
            file.bytes = joined(file.bytes, bytes.subarray(0, most));
          }),
        truncate: (name, length) =>
          later((problem) => {
            const file = get(name);
            if (problem !== undefined) return;
            file.bytes = file.bytes.slice(0, length);
            file.synced = Math.min(file.synced, length);
          }),
        sync: (name) =>
          later((problem) => {
            const file = get(name);
            if (problem === undefined) file.synced = file.bytes.length;
          }),
        replace: (name, bytes) =>
          later((problem) => {
            if (problem === undefined) files.set(name, { bytes: bytes.slice(), synced: bytes.length });
          }),
      };
    },
    afterPowerCut: () => ({
      read(name) {
        const file = get(name);
        return file.bytes.slice(0, file.synced);
      },
      append: async () => {},
      truncate: async () => {},
      sync: async () => {},
      replace: async () => {},
    }),
    cutPower() {
      for (const file of files.values()) {
        const kept = file.synced + rng.int(file.bytes.length - file.synced + 1);
        const bytes = file.bytes.slice(0, kept);
        // The last sector may hold anything.
        if (kept > file.synced && rng.chance(0.5)) bytes[kept - 1] = rng.int(256);
        file.bytes = bytes;
        file.synced = Math.min(file.synced, kept);
      }
    },
  };
};
