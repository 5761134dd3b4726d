import { fold } from '@gesso/crdt-schema';
import type { Command, CommandContext, Commands } from '../../commands/command.ts';
import { reasonOf } from '../../commands/reasons.ts';
import { sayCommand } from '../../words/later.ts';
import { wordOf } from '../../words/say.ts';

/** A command that was found, and why it cannot run now if it cannot. */
export interface Found {
  readonly id: string;
  readonly command: Command;
  readonly reason: string | undefined;
}

/**
 * The commands that a person may mean by `query`: those that have all its words in their names, then those that people call so;
 * without a query all, those used last first. What cannot run now comes after the others.
 */
export function findCommands(
  commands: Commands,
  context: CommandContext,
  query: string,
  recent: readonly string[],
): readonly Found[] {
  const words = fold(query).split(' ').filter(Boolean);
  const has = (text: string) => words.every((word) => text.includes(word));
  const all = Object.entries(commands).flatMap(([id, command]) => {
    const name = fold(sayCommand(id));
    const isNamed = has(name);
    if (!isNamed && !has(`${name} ${fold(wordOf(`synonyms.${id}`) ?? '')}`)) return [];
    const reason = reasonOf(id, command, context);
    const used = words.length === 0 ? recent.indexOf(id) : -1;
    const rank = (reason === undefined ? 0 : 1_000) + (isNamed ? 0 : 500) + (used < 0 ? recent.length : used);
    return [{ id, command, reason, rank }];
  });
  return all.sort((a, b) => a.rank - b.rank);
}
