/** One round: people draw, something happens and ends, and it is judged what became of what they were promised. */
import { setTimeout as pause } from 'node:timers/promises';
import type { After } from '../support/spawned.ts';
import type { Fault } from './faults.ts';
import { openScene, type Scene } from './scene.ts';
import { readStored } from './stored.ts';
import type { World } from './world.ts';

/** How long a fault lasts unless it says (ms). */
const usually = { short: 1_500, long: 6_000 };

export interface Outcome {
  readonly fault: string;
  /** The faults it was made of. */
  readonly parts: readonly string[];
  readonly seed: number;
  /** Elements that their authors were told are saved, and that others were shown without a warning. */
  readonly acknowledged: number;
  readonly seen: number;
  /** Of both, what was not in the database when it was looked. */
  readonly missing: number;
  /** From the end of the fault until everybody had the same (ms). */
  readonly equalMs: number;
  /** What else did not hold, in sentences. */
  readonly broken: readonly string[];
  /** The board, and all that was promised there. */
  readonly board: string;
  readonly promised: ReadonlySet<string>;
}

export interface RoundSettings {
  readonly seed: number;
  /** Whether faults may last as long as they do where it matters: a server sleeps for half a minute. */
  readonly isLong: boolean;
  readonly after: After;
}

async function letHappen(scene: Scene, fault: Fault, broken: string[]): Promise<void> {
  const { short, long } = fault.lasts ?? usually;
  const before = fault.happened?.(scene.world);
  const end = await fault.begin(scene);
  await pause((scene.isLong ? long : short) * (0.5 + scene.random() / 2));
  if (fault.goesOn && !(await scene.more(3))) broken.push('somebody was not told any more that something is saved');
  if (before !== undefined && fault.happened?.(scene.world) === before) broken.push('nothing happened');
  if (fault.leavesDatabase) await scene.check();
  await end();
}

const outcomeOf = ({ board, promised, writers, watchers, missing, parts }: Scene) => ({
  board,
  promised: promised(),
  parts,
  acknowledged: writers.reduce((sum, { saved }) => sum + saved.length, 0),
  seen: new Set([...writers, ...watchers].flatMap(({ seen }) => [...seen])).size,
  missing: missing.size,
});

/**
 * Looks at the boards of rounds once more: by now their logs may have been folded while something happened to other boards. Returns what does not hold.
 */
export async function lookAgain({ database }: World, outcomes: readonly Outcome[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { fault, seed, board, promised } of outcomes) {
    const { doc, gaps, damaged } = await readStored(database.url, board);
    const elements = doc.getMap('el');
    const missing = [...promised].filter((id) => !elements.has(id)).length;
    if (missing + gaps + damaged > 0)
      found.push(`${fault}, seed ${seed}: ${missing} missing later, ${gaps} numbers and ${damaged} rows of the log`);
  }
  return found;
}

/** Plays one round on a board of its own. Rejects where it could not be played. */
export async function playRound(world: World, fault: Fault, { seed, isLong, after }: RoundSettings): Promise<Outcome> {
  const scene = await openScene(world, seed, isLong, after);
  const broken: string[] = [];
  const deaths = world.servers.map((server) => server.deaths);
  try {
    await letHappen(scene, fault, broken);
    const ended = performance.now();
    broken.push(...(await scene.settle()));
    const equalMs = performance.now() - ended;
    broken.push(...scene.faulty);
    for (const { name, refusals } of [...scene.writers, ...scene.watchers])
      if (refusals.length > 0) broken.push(`${name} was sent away with ${refusals.join(', ')}`);
    for (const [i, server] of world.servers.entries())
      if (server.deaths > (deaths[i] ?? 0)) broken.push(`server ${server.name} ended by itself`);
    return { fault: fault.name, seed, ...outcomeOf(scene), equalMs, broken };
  } finally {
    await scene.leave();
  }
}

/** Whether nothing that was promised was broken. */
export const held = ({ missing, broken }: Outcome): boolean => missing === 0 && broken.length === 0;

const count = (n: number): string => Math.round(n).toLocaleString('en');

/** A round in one line. */
export const lineOf = (outcome: Outcome): string => {
  const { fault, parts, seed, acknowledged, seen, missing, equalMs, broken } = outcome;
  const figures = `${count(acknowledged)} acknowledged, ${count(seen)} seen, ${count(missing)} missing, equal after ${count(equalMs)} ms`;
  const name = parts.length === 0 ? fault : `${fault} (${parts.join(', ')})`;
  return `${name}, seed ${seed}: ${figures}${broken.length === 0 ? '' : `; BROKEN: ${broken.join('; ')}`}`;
};
