import type { Command, CommandContext, Commands } from '../../commands/command.ts';
import { canChangeSelection, hasFree } from '../../commands/conditions.ts';
import type { App } from '../../ui/app-context.ts';
import { fetchedOnce } from '../../waiting.ts';
import { say } from '../../words/say.ts';
import type { Feature } from '../feature.ts';
import type { Chosen } from './chosen.ts';
import { order, type Place } from './order.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    measures: true;
  }
}

type Work = typeof import('./work.ts');
/** What arranges, once it is here. */
let work: Work | undefined;
const open = fetchedOnce(async () => {
  work = await import('./work.ts');
  return work;
});
let board: App | undefined;

type Act = (work: Work, chosen: Chosen, context: CommandContext) => void;

/** Runs what arranges, or only selects, on what is selected now: at once where it is there. */
const run =
  (act: Act, onlySelects = false): Command['run'] =>
  (context) => {
    const { editor } = context;
    if (work !== undefined) return act(work, { editor, elements: editor.selected() }, context);
    const ids = [...editor.selection.peek()];
    open().then(
      (ready) => {
        const elements = ids.flatMap((id) => editor.board.get(id) ?? []);
        if (onlySelects || editor.canEdit.peek()) board?.byHand(() => act(ready, { editor, elements }, context));
      },
      () => context.shell.tell(say('app.notLoaded'), 'error'),
    );
  };

/** `least`: how many have to be selected that are not locked; 0 where what is locked is as good. */
type Row = readonly [id: string, keys: readonly string[], least: number, act: Act];

const rows: readonly Row[] = [
  ['alignLeft', ['mod+shift+arrowleft'], 2, ({ align }, chosen) => align(chosen, 'left')],
  ['alignCenter', ['alt+h'], 2, ({ align }, chosen) => align(chosen, 'center')],
  ['alignRight', ['mod+shift+arrowright'], 2, ({ align }, chosen) => align(chosen, 'right')],
  ['alignTop', ['mod+shift+arrowup'], 2, ({ align }, chosen) => align(chosen, 'top')],
  ['alignMiddle', ['alt+v'], 2, ({ align }, chosen) => align(chosen, 'middle')],
  ['alignBottom', ['mod+shift+arrowdown'], 2, ({ align }, chosen) => align(chosen, 'bottom')],
  ['distributeX', ['alt+shift+h'], 3, ({ distribute }, chosen) => distribute(chosen, 'x')],
  ['distributeY', ['alt+shift+v'], 3, ({ distribute }, chosen) => distribute(chosen, 'y')],
  ['stackX', [], 2, ({ stack }, chosen) => stack(chosen, 'x')],
  ['stackY', [], 2, ({ stack }, chosen) => stack(chosen, 'y')],
  ['tidy', ['alt+shift+t'], 2, ({ tidy }, chosen) => tidy(chosen)],
  ['flipX', ['shift+h'], 1, ({ flip }, chosen) => flip(chosen, 'x')],
  ['flipY', ['shift+v'], 1, ({ flip }, chosen) => flip(chosen, 'y')],
  ['copyStyle', ['mod+alt+c'], 0, ({ copyStyle }, chosen) => copyStyle(chosen)],
  ['pasteStyle', ['mod+alt+v'], 1, ({ pasteStyle }, chosen, { shell }) => pasteStyle(chosen, shell)],
];

/** Done at once, no matter what is still on its way: what is pressed next may be about the order, as locking or an undo is. */
const ordering = (key: string, place: Place): Command => ({
  keys: [key],
  group: 'arrange',
  when: hasFree,
  run: ({ editor }) => order({ editor, elements: editor.selected() }, place),
});

const selecting = (act: Act): Command => ({
  keys: [],
  group: 'edit',
  when: ({ editor }) => editor.selection.peek().size > 0,
  run: run(act, true),
});

const commands: Commands = {
  'arrange.front': ordering(']', 'front'),
  'arrange.back': ordering('[', 'back'),
  'arrange.forward': ordering('mod+]', 'forward'),
  'arrange.backward': ordering('mod+[', 'backward'),
  ...Object.fromEntries(
    rows.map(([id, keys, least, act]) => {
      const when = least === 0 ? canChangeSelection : (context: CommandContext) => hasFree(context, least);
      const command: Command = { keys, group: 'arrange', when, run: run(act) };
      return [`arrange.${id}`, command];
    }),
  ),
  'arrange.measures': {
    keys: [],
    group: 'arrange',
    when: canChangeSelection,
    run: ({ shell }) => shell.openPanel('measures'),
  },
  'edit.selectSame': selecting(({ selectAlike }, chosen) => selectAlike(chosen)),
  'edit.selectInverse': selecting(({ selectOthers }, chosen) => selectOthers(chosen)),
};

/** Brings what is selected into line or to the front, mirrors and measures it, carries a style to others, and selects what is like it. */
export const arrange: Feature = {
  commands,
  panels: { measures: () => import('./panel.tsx') },
  preload: open,
  start(app) {
    board = app;
    return () => {
      board = undefined;
    };
  },
};
