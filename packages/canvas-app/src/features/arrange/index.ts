import type { Command, CommandContext, Commands } from '../../commands/command.ts';
import { canChangeSelection } from '../../commands/conditions.ts';
import type { App } from '../../ui/app-context.ts';
import { strings as common } from '../../ui/strings.ts';
import { fetchedOnce } from '../../waiting.ts';
import type { Feature } from '../feature.ts';
import type { Chosen } from './chosen.ts';
import { order, type Place } from './order.ts';
import { strings } from './strings.ts';

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
      () => context.shell.tell(common.notLoaded, 'error'),
    );
  };

/** Whether at least so many elements are selected that this person may change. */
const several =
  (count: number) =>
  (context: CommandContext): boolean =>
    canChangeSelection(context) && context.editor.selection.peek().size >= count;

type Row = readonly [id: string, label: string, keys: readonly string[], least: number, act: Act];

const rows: readonly Row[] = [
  ['alignLeft', 'Align left', ['mod+shift+arrowleft'], 2, ({ align }, chosen) => align(chosen, 'left')],
  ['alignCenter', 'Align centers', ['alt+h'], 2, ({ align }, chosen) => align(chosen, 'center')],
  ['alignRight', 'Align right', ['mod+shift+arrowright'], 2, ({ align }, chosen) => align(chosen, 'right')],
  ['alignTop', 'Align top', ['mod+shift+arrowup'], 2, ({ align }, chosen) => align(chosen, 'top')],
  ['alignMiddle', 'Align middles', ['alt+v'], 2, ({ align }, chosen) => align(chosen, 'middle')],
  ['alignBottom', 'Align bottom', ['mod+shift+arrowdown'], 2, ({ align }, chosen) => align(chosen, 'bottom')],
  ['distributeX', 'Distribute horizontally', ['alt+shift+h'], 3, ({ distribute }, chosen) => distribute(chosen, 'x')],
  ['distributeY', 'Distribute vertically', ['alt+shift+v'], 3, ({ distribute }, chosen) => distribute(chosen, 'y')],
  ['stackX', 'Stack in a row', [], 2, ({ stack }, chosen) => stack(chosen, 'x')],
  ['stackY', 'Stack in a column', [], 2, ({ stack }, chosen) => stack(chosen, 'y')],
  ['tidy', 'Tidy up', ['alt+shift+t'], 2, ({ tidy }, chosen) => tidy(chosen)],
  ['flipX', 'Flip horizontally', ['shift+h'], 1, ({ flip }, chosen) => flip(chosen, 'x')],
  ['flipY', 'Flip vertically', ['shift+v'], 1, ({ flip }, chosen) => flip(chosen, 'y')],
  ['copyStyle', 'Copy style', ['mod+alt+c'], 1, ({ copyStyle }, chosen) => copyStyle(chosen)],
  [
    'pasteStyle',
    'Paste style',
    ['mod+alt+v'],
    1,
    ({ pasteStyle }, chosen, { shell }) => {
      if (!pasteStyle(chosen)) shell.tell(strings.noStyle, 'error');
    },
  ],
];

/** Done at once, whatever is still on its way: what is pressed next may be about the order, as locking or an undo is. */
const ordering = (label: string, key: string, place: Place): Command => ({
  label,
  keys: [key],
  group: 'arrange',
  when: several(1),
  run: ({ editor }) => order({ editor, elements: editor.selected() }, place),
});

const selecting = (label: string, act: Act): Command => ({
  label,
  keys: [],
  group: 'edit',
  when: ({ editor }) => editor.selection.peek().size > 0,
  run: run(act, true),
});

const commands: Commands = {
  'arrange.front': ordering('Bring to front', ']', 'front'),
  'arrange.back': ordering('Send to back', '[', 'back'),
  'arrange.forward': ordering('Bring forward', 'mod+]', 'forward'),
  'arrange.backward': ordering('Send backward', 'mod+[', 'backward'),
  ...Object.fromEntries(
    rows.map(([id, label, keys, least, act]) => {
      const command: Command = { label, keys, group: 'arrange', when: several(least), run: run(act) };
      return [`arrange.${id}`, command];
    }),
  ),
  'arrange.measures': {
    label: 'Position and size',
    keys: [],
    group: 'arrange',
    when: canChangeSelection,
    run: ({ shell }) => shell.openPanel('measures'),
  },
  'edit.selectSame': selecting('Select all like this', ({ selectAlike }, chosen) => selectAlike(chosen)),
  'edit.selectInverse': selecting('Select everything else', ({ selectOthers }, chosen) => selectOthers(chosen)),
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
