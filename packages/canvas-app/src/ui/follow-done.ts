import { effect, untracked } from '@preact/signals-core';
import { canChangeSelection, hasFree } from '../commands/conditions.ts';
import type { Done } from '../editor/tools.ts';
import { describe } from '../words/describe.ts';
import { say } from '../words/later.ts';
import type { App } from './app-context.ts';
import { wordsOfCommand, wordsOfRefusal, wordsOfStyle, wordsOfWay, wordsOfZoom } from './done-words.ts';
import { isTouched } from './selection-bar-place.ts';
import type { Toast } from './shell.ts';

/** ms that keys which are pressed again and again have to rest before it is said, once, what came of them. */
const restMs = 400;

/** CSS pixels beside its middle that a light still lies on something. */
const lightRadius = 4;

/** Steps of each nudge, as `commands/edit.ts` has them. */
const steps = { Left: [-1, 0], Right: [1, 0], Up: [0, -1], Down: [0, 1] } as const;

/** The steps of a nudge by its id; undefined for other commands. */
const stepsOf = (id: string): readonly [x: number, y: number] | undefined => {
  const [, name, far] = /^edit\.nudge(Left|Right|Up|Down)(Far)?$/.exec(id) ?? [];
  if (name === undefined) return undefined;
  const [x, y] = steps[name as keyof typeof steps];
  return far === undefined ? [x, y] : [10 * x, 10 * y];
};

/** The id of the newest message. */
const idOf = (toasts: readonly Toast[]): number => toasts.at(-1)?.id ?? 0;

/** What is needed of the app. */
type Board = Pick<App, 'editor' | 'commands' | 'context'> & { readonly shell: Pick<App['shell'], 'toasts' | 'tell'> };

/** What the laser's light lies on; that it is out where it is. */
const wordsOfLight = ({ editor }: Board): string => {
  const at = editor.laser.peek()?.at(-1)?.at;
  if (at === undefined) return say('done.light.out');
  const element = editor.pick(at, lightRadius);
  return element === undefined
    ? say('done.light.paper')
    : say('done.light.on', { what: describe(element, (id) => editor.board.get(id)) });
};

/**
 * Calls back with a short sentence for what a person does by a command, or for a style that they choose; what is pressed again and again
 * is said once it rests. Where a message tells of it, nothing more is said. Returns its stop.
 */
export function followDone(app: Board, tell: (words: string) => void): () => void {
  const { editor, shell, commands, context } = app;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [x, y] = [0, 0];
  let told = idOf(shell.toasts.peek());
  let isTold = false;
  let isTaught = false;

  const now = (words: string) => {
    if (words === '') return;
    clearTimeout(timer);
    [x, y] = [0, 0];
    tell(words);
  };
  const atRest = (words: () => string) => {
    clearTimeout(timer);
    timer = setTimeout(() => now(words()), restMs);
  };
  /** Tells everybody once how keys lead the light, as nothing shows it; where there are but fingers, nobody. */
  const teach = () => {
    if (!isTaught && !isTouched()) shell.tell(say('done.laserHint'));
    isTaught = true;
  };
  const noteSteps = (by: readonly [x: number, y: number]) => {
    // The paper moves where nothing is to be moved.
    if (!canChangeSelection(context)) return;
    [x, y] = [x + by[0], y + by[1]];
    atRest(() => (hasFree(context) ? wordsOfWay(x, y) : say('palette.reason.locked')));
  };
  function follow({ id = '', isRefused, style }: Done) {
    const command = commands[id];
    if (style !== undefined) now(wordsOfStyle(style));
    if (command === undefined) return;
    const by = stepsOf(id);
    if (isRefused) now(wordsOfRefusal(id, command, context));
    else if (editor.tool.peek() === 'laser' && (by !== undefined || id === 'edit.text'))
      atRest(() => wordsOfLight(app));
    else if (by !== undefined) noteSteps(by);
    else if (/^view\.(?:zoom|fit|back)/.test(id)) atRest(() => wordsOfZoom(editor));
    else now(wordsOfCommand(id, command, context));
    if (id === 'tool.laser') teach();
  }

  const stops = [
    effect(() => {
      const done = editor.done.value;
      if (done !== undefined && !isTold) untracked(() => follow(done));
    }),
    effect(() => {
      const newest = idOf(shell.toasts.value);
      if (newest === told) return;
      // One that goes tells nothing.
      isTold = newest > told;
      told = newest;
      queueMicrotask(() => {
        isTold = false;
      });
    }),
    () => clearTimeout(timer),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
