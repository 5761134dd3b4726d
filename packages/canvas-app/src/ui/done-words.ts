import type { Form, StyleName } from '@gesso/crdt-schema';
import type { Command, CommandContext } from '../commands/command.ts';
import { isHeld } from '../commands/reasons.ts';
import type { Editor } from '../editor/editor.ts';
import type { Style } from '../editor/style.ts';
import { say, sayCommand } from '../words/later.ts';
import { listed, nameOfColor } from '../words/name-of.ts';
import { wordOf } from '../words/say.ts';
import { styleRows } from './style-rows.tsx';

/** What says itself: by what is selected then, by what opens, or by a message. */
const saysItself: ReadonlySet<string> = new Set([
  'arrange.group',
  'arrange.measures',
  'board.picture',
  'frame.around',
  'text.link',
]);

/** How far something was moved, board units. */
export function wordsOfWay(x: number, y: number): string {
  const ways = listed(
    x === 0 ? '' : say(x > 0 ? 'done.way.right' : 'done.way.left', { n: Math.abs(x) }),
    y === 0 ? '' : say(y > 0 ? 'done.way.down' : 'done.way.up', { n: Math.abs(y) }),
  );
  return ways === '' ? say('done.way.back') : say('done.way.moved', { ways });
}

export const wordsOfZoom = ({ camera }: Editor): string =>
  say('done.zoom', { n: Math.round(camera.peek().zoom * 100) });

/** What a command has done, where there is something to say: its own sentence, else what it is called. */
export function wordsOfCommand(id: string, command: Command, context: CommandContext): string {
  const { editor } = context;
  if (id === 'arrange.lock') return editor.selected().some(({ locked }) => locked) ? '' : say('done.unlocked');
  if (id === 'view.theme') return say(`menu.themes.${editor.theme.peek()}`);
  const isOn = command.isOn?.(context);
  if (isOn !== undefined) return say(isOn ? 'done.on' : 'done.off', { name: sayCommand(id) });
  const own = wordOf(`done.${id}`);
  if (own !== undefined) return own;
  const isNamed = ['tools', 'arrange', 'text'].includes(command.group) || id.startsWith('table.');
  return isNamed && !saysItself.has(id) ? sayCommand(id) : '';
}

/** Why a key did nothing, where that is a lock. */
export const wordsOfRefusal = (id: string, command: Command, context: CommandContext): string =>
  isHeld(id, command, context) ? say('palette.reason.locked') : '';

/** What one value of a style is called. */
function valueName(name: StyleName, value: unknown): string {
  if (name === 'form') return say(`kind.${value as Form}`);
  if (name === 'opacity') return say('pictures.percent', { n: Number(value) });
  const row = styleRows.peek()[name];
  if ('choices' in row) {
    const choices: readonly { readonly value: unknown; readonly name: string }[] = row.choices;
    const nameOf = (one: unknown) => choices.find((choice) => choice.value === one)?.name ?? String(one);
    return Array.isArray(value) ? listed(...value.map(nameOf)) : nameOf(value);
  }
  return value === 'none' ? say('color.none') : (nameOfColor(String(value)) ?? String(value));
}

/** What has been chosen of a style. */
export const wordsOfStyle = (change: Partial<Style>): string =>
  listed(
    ...Object.entries(change).map(([name, value]) =>
      say('done.style', { name: say(`style.${name as StyleName}`), value: valueName(name as StyleName, value) }),
    ),
  );
