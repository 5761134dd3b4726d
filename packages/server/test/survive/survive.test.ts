import { expect, test } from 'vitest';
import { inFile, inPostgres } from './disk.ts';
import { survive } from './loop.ts';

/**
 * As many kills as fit into every run. For more: `KILLS=200 npm run check -- test/survive`; `SEED` gives other moments.
 */
const kills = Number(process.env['KILLS'] ?? 25);
const seed = Number(process.env['SEED'] ?? 1);

test(
  `kill -9, ${kills} times under load and while the log is compacted, loses nothing that was saved and nothing that was seen`,
  async () => {
    const figures = await survive(kills, seed, inFile());
    console.log({ ...figures, missing: figures.missing.length });
    expect(figures.missing).toEqual([]);
    expect(figures.kills).toBe(kills);
    expect(figures.saved).toBeGreaterThan(5_000);
    expect(figures.seen).toBeGreaterThan(1_000);
    if (kills >= 25) expect(figures.duringCompaction).toBeGreaterThanOrEqual(3);
  },
  kills * 20_000,
);

/** As many as are asked for, else few: each is a start of a process, and what becomes of a transaction that was cut is the database's matter. */
const fewer = process.env['KILLS'] === undefined ? 5 : kills;

test(
  `kill -9, ${fewer} times, on PostgreSQL as well`,
  async () => {
    const figures = await survive(fewer, seed, await inPostgres());
    console.log({ ...figures, missing: figures.missing.length });
    expect(figures.missing).toEqual([]);
    expect(figures.kills).toBe(fewer);
    expect(figures.saved).toBeGreaterThan(5_000);
  },
  fewer * 60_000,
);
