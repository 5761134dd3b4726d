import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '@gesso/crdt-schema';
import { ConfigError } from '../config/config.ts';
import { createExports, type ExportOptions } from '../pictures/exports.ts';
import { openStorageBeside } from '../stores/storage.ts';
import { systemTimers } from '../timers.ts';
import { type Command, idsLast, operator, UsageError } from './command.ts';

const usage = `export <board> <file.png|svg|pdf|gesso> [--theme light|dark] [--scale 2] [--frame id] [--whole] [--clear]
--whole has all of a board with frames on one page of a PDF, which has a page for each of them else. --clear leaves the ground out. A file that is there is never replaced.`;

const options = {
  theme: { type: 'string' },
  scale: { type: 'string' },
  frame: { type: 'string' },
  whole: { type: 'boolean' },
  clear: { type: 'boolean' },
} as const;

/** Board units around what is shown, as the app has them. */
const padding = 16;

interface Given {
  readonly theme?: string | undefined;
  readonly scale?: string | undefined;
  readonly frame?: string | undefined;
  readonly whole?: boolean | undefined;
  readonly clear?: boolean | undefined;
}

/** What is asked for, by the end of the file's name. Throws `UsageError` for what makes no sense. */
function optionsFor(
  file: string,
  { theme = 'light', scale = '2', frame, whole = false, clear = false }: Given,
): ExportOptions {
  const format = path.extname(file).slice(1).toLowerCase();
  if (format === 'gesso') return { format };
  const pixels = Number(scale);
  if (format !== 'png' && format !== 'svg' && format !== 'pdf') throw new UsageError(usage);
  if ((theme !== 'light' && theme !== 'dark') || !(pixels > 0 && pixels <= 4)) throw new UsageError(usage);
  const pages = whole ? 'board' : 'frames';
  return { format, theme, background: clear ? 'none' : 'theme', padding, scale: pixels, frame, pages };
}

/** What is said of pictures that a file only names. */
const leftOut = (missing: number): string =>
  missing === 1
    ? 'One picture is not in the file: it did not fit, or it is not here.'
    : `${missing} pictures are not in the file: they did not fit, or they are not here.`;

/** Why a board was not exported, in a sentence. */
function reasonOf(error: unknown): unknown {
  if (error instanceof Failure) return new ConfigError(`${error.kind.message} ${error.detail ?? ''}`.trim());
  if (error instanceof Error && /readonly database/.test(error.message))
    return new ConfigError(
      'The board has records that are damaged. Open it once in the app: the server sets them aside.',
    );
  return error;
}

/** `export <board> <file>`: a board as the app would export it, beside a running server or without one. */
export const exportBoard: Command = async (args, { config, cwd, say }) => {
  const { positionals, values } = parseArgs({ args: idsLast(args, options), allowPositionals: true, options });
  const [board, file, ...rest] = positionals;
  if (board === undefined || file === undefined || rest.length > 0) throw new UsageError(usage);
  const asked = optionsFor(file, values);
  const isAtHome = asked.format === 'pdf' && config.publicUrl !== undefined;
  const wanted = isAtHome ? { ...asked, base: `${config.publicUrl}/b/${board}` } : asked;
  const { repositories, store, close } = await openStorageBeside(config);
  const exports = createExports({ store, assets: repositories.assets, timers: systemTimers });
  try {
    const record = await repositories.boards.find(board);
    if (record === undefined) throw new ConfigError(`There is no board ${board}.`);
    const { file: bytes, missing = 0 } = await (await exports.of(record, wanted, operator)).make();
    const target = path.resolve(cwd, file);
    try {
      writeFileSync(target, bytes, { flag: 'wx' });
    } catch (error) {
      throw new ConfigError(`${target} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
    }
    say(`Exported to ${target}`);
    if (missing > 0) say(leftOut(missing));
    return 0;
  } catch (error) {
    throw reasonOf(error);
  } finally {
    await exports.stop();
    await close();
  }
};
