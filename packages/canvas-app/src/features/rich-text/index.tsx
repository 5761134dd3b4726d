import { hasRichText } from '@gesso/drawing';
import { effect, signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import type { CommandContext, Commands } from '../../commands/command.ts';
import { holdsText } from '../../editor/create-element.ts';
import type { App } from '../../ui/app-context.ts';
import { openField } from '../../ui/open-field.ts';
import { fetchedOnce } from '../../waiting.ts';
import { say } from '../../words/say.ts';
import type { Feature, Stop } from '../feature.ts';
import type { Act } from './act.ts';
import { hearPresses, type Press } from './presses.ts';

/** What does it, once it is here. */
let act: ((what: Act) => void) | undefined;
let open: (() => Promise<void>) | undefined;
const over = signal<FunctionComponent | undefined>(undefined);

const isTyped = (): boolean => openField.peek() !== undefined;

/** Whether there are letters to format: those that are typed, or those of what is selected. */
const hasLetters = ({ editor }: CommandContext): boolean =>
  editor.canEdit.peek() && (isTyped() || editor.selected().some((element) => holdsText(element) && !element.locked));

const run = (what: Act, { shell }: CommandContext): void => {
  if (act !== undefined) act(what);
  else
    open?.().then(
      () => act?.(what),
      () => shell.tell(say('app.notLoaded'), 'error'),
    );
};

const command = (key: string, what: Act, when: (context: CommandContext) => boolean) =>
  ({
    keys: [key],
    group: 'text',
    whileTyping: true,
    when,
    run: (context) => run(what, context),
  }) satisfies Commands[string];

const commands: Commands = {
  'text.bold': command('mod+b', 'bold', hasLetters),
  'text.italic': command('mod+i', 'italic', hasLetters),
  'text.strike': command('mod+shift+x', 'strike', hasLetters),
  'text.code': command('mod+e', 'code', hasLetters),
  // Its key is that of links behind elements as well: the bar hears it while one types.
  'text.link': { ...command('', 'link', isTyped), keys: [] },
  'text.numbers': command('mod+shift+7', 'numbers', isTyped),
  'text.bullets': command('mod+shift+8', 'bullets', isTyped),
  'text.boxes': command('mod+shift+9', 'boxes', isTyped),
  'text.tick': command('mod+shift+enter', 'tick', isTyped),
};

/** Fetched when the first text is typed, here or by others, or at once where there is something to tick or to follow. */
function start(app: App): Stop {
  let stopWork: Stop | undefined;
  let stopped = false;
  open = fetchedOnce(async () => {
    const early: Press[] = [];
    const stopHearing = hearPresses(app, (press) => early.push(press));
    const { openWork, Over } = await import('./work.tsx').finally(stopHearing);
    if (stopped) return;
    const work = openWork(app, early);
    stopWork = work.stop;
    act = work.act;
    over.value = Over;
  });
  const openSoon = () => void open?.().catch(() => undefined);
  const stopWatching = app.editor.board.onChange(({ added, updated }) => {
    if (act === undefined && [...added, ...updated].some(hasRichText)) openSoon();
  });
  const stopEffect = effect(() => {
    const isTypedByOthers = app.editor.peers.value.some(({ typing }) => typing !== undefined);
    if (openField.value !== undefined || isTypedByOthers) openSoon();
  });
  return () => {
    stopped = true;
    act = undefined;
    open = undefined;
    over.value = undefined;
    stopWatching();
    stopEffect();
    stopWork?.();
  };
}

/** The bar beside the text that is typed, and the carets of others. */
function Over() {
  const Ready = over.value;
  return Ready === undefined ? null : <Ready />;
}

/** Bold, links, lists and boxes to tick in all texts. */
export const richText: Feature = {
  commands,
  start,
  islands: { over: Over },
  preload: () => open?.() ?? Promise.resolve(),
};
