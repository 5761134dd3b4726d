import { h } from 'preact';
import type { Command, Commands } from '../../commands/command.ts';
import { hasFree } from '../../commands/conditions.ts';
import { takesLetters } from '../../input/takes-letters.ts';
import type { App } from '../../ui/app-context.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import { fetchedOnce } from '../../waiting.ts';
import { say } from '../../words/say.ts';
import type { Feature } from '../feature.ts';
import { openByKey } from './open-by-key.ts';
import { opened, setOpened } from './opened.ts';

const fetchWork = fetchedOnce(() => import('./work.ts'));

let board: App | undefined;

/** Has something done by what works for the menu, once that is here. */
const ask = (what: 'cut' | 'copy' | 'paste' | 'unlockAll'): void => {
  const app = board;
  fetchWork().then(
    (work) => app?.byHand(() => work[what](app)),
    () => app?.shell.tell(say('app.notLoaded'), 'error'),
  );
};

/** Passes on what may become a menu. Fingers draw as well: where it cannot be fetched, they are not told so at each press. */
const passPress = (app: App, event: MouseEvent): void => {
  fetchWork().then(
    ({ hearPress }) => app.byHand(() => hearPress(app, event)),
    () => {
      if (event.button === 2 && event.type === 'pointerup') app.shell.tell(say('app.notLoaded'), 'error');
    },
  );
};

/** Whether the browser's own menu is of use at a place: where one types, on a link, and among the words of a dialog. */
const hasOwnMenu = ({ target }: Event): boolean =>
  takesLetters(target) || (target instanceof Element && target.closest('a, dialog') !== null);

const canEdit: Command['when'] = ({ editor }) => editor.canEdit.peek();

const command = (what: Parameters<typeof ask>[0], when?: Command['when'], browserKey?: string): Command => ({
  keys: [],
  browserKey,
  group: 'edit',
  when,
  run: () => ask(what),
});

const commands: Commands = {
  'edit.cut': command('cut', hasFree, 'mod+x'),
  'edit.copy': command('copy', ({ editor }) => editor.selection.peek().size > 0, 'mod+c'),
  'edit.paste': command('paste', canEdit, 'mod+v'),
  'edit.unlockAll': command(
    'unlockAll',
    ({ editor }) => editor.canEdit.peek() && editor.board.all().some(({ locked }) => locked),
  ),
  'edit.menu': { keys: ['shift+f10', 'contextmenu'], group: 'edit', run: openByKey },
};

const Menu = onDemand(async () => (await fetchWork()).ContextMenu);

const Over = () => (opened.value === undefined ? null : h(Menu, { onFailed: setOpened, takesKeys: true }));

/** What can be done at a place: by the right button, a long press of a finger, or a key. */
export const contextMenu: Feature = {
  commands,
  islands: { over: Over },
  preload: Menu.load,
  start(app) {
    board = app;
    const abort = new AbortController();
    for (const type of ['pointerdown', 'pointerup', 'pointercancel', 'contextmenu'] as const)
      window.addEventListener(
        type,
        (event) => {
          if (type === 'contextmenu' && !hasOwnMenu(event)) event.preventDefault();
          // Everything else draws, and waits for nothing.
          if (event.button === 2 || event.pointerType === 'touch' || event.ctrlKey) passPress(app, event);
        },
        { capture: true, signal: abort.signal },
      );
    return () => {
      abort.abort();
      board = undefined;
      setOpened();
    };
  },
};
