import type { Element } from '@gesso/crdt-schema';
import { effect } from '@preact/signals-core';
import { h } from 'preact';
import type { Command, CommandContext, Commands } from '../../commands/command.ts';
import type { Editor } from '../../editor/editor.ts';
import { alsoCopied, inField, pasteReaders } from '../../input/clipboard.ts';
import type { App } from '../../ui/app-context.ts';
import { cellKeysHeard } from '../../ui/open-field.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import { fetchedOnce } from '../../waiting.ts';
import { say } from '../../words/say.ts';
import type { Feature, Stop } from '../feature.ts';
import type { DeedName } from './deeds.ts';
import { tableIn } from './table-in.ts';

type Work = typeof import('./work.ts');
/** What works on tables, once the first is selected. */
let work: Work | undefined;
const open = fetchedOnce(async () => {
  work = await import('./work.ts');
  return work;
});

let board: App | undefined;

/** Does something with what works on tables: at once where it is there. */
function withWork(run: (ready: Work, app: App) => void): void {
  const app = board;
  if (app === undefined) return;
  if (work !== undefined) run(work, app);
  else
    open().then(
      (ready) => app.byHand(() => run(ready, app)),
      () => app.shell.tell(say('app.notLoaded'), 'error'),
    );
}

const command = (deed: DeedName): readonly [string, Command] => [
  `table.${deed}`,
  {
    keys: [],
    group: 'edit',
    when: ({ editor }: CommandContext) => tableIn(editor) !== undefined,
    run: () => withWork(({ act }, app) => act(app, deed)),
  },
];

const deeds: readonly DeedName[] = [
  'rowAbove',
  'rowBelow',
  'columnBefore',
  'columnAfter',
  'rowUp',
  'rowDown',
  'columnBack',
  'columnOn',
  'removeRow',
  'removeColumn',
  'header',
];

const commands: Commands = Object.fromEntries(deeds.map(command));

const isCellOpen = ({ editingCell }: Editor): boolean => editingCell.peek() !== undefined;

const isRead = (text: string): boolean => [...pasteReaders].some(({ begins }) => begins.test(text));

/** Hears pastes before the field and the board do. */
function listen({ editor }: App): Stop {
  const abort = new AbortController();
  const options = { capture: true, signal: abort.signal };
  window.addEventListener(
    'paste',
    (event) => {
      const html = event.clipboardData?.getData('text/html') ?? '';
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const isInCell = isCellOpen(editor) && inField(event.target);
      const takes = isInCell
        ? /[\t\n]/.test(text.trimEnd())
        : !inField(event.target) && /<table|\t/.test(html + text) && !isRead(text);
      if (!takes || !editor.canEdit.peek()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      withWork(({ pasteRows }, app) => pasteRows(app, html, text));
    },
    options,
  );
  return () => abort.abort();
}

const copyAsTable = (elements: readonly Element[], data: DataTransfer): void => work?.copyRows(elements, data);

const Over = onDemand(async () => (await import('./TableOver.tsx')).TableOver);

/** What lies over a table that is selected: fetched with the first. */
function OverTable() {
  const { editor } = board ?? {};
  void editor?.version.value;
  return editor === undefined || editor.selection.value.size !== 1 || tableIn(editor) === undefined
    ? null
    : h(Over, {});
}

/** Rows and columns of tables: added, moved, sized and taken away; cells by key; rows from and to spreadsheets. */
export const table: Feature = {
  commands,
  islands: { over: OverTable },
  preload: () => Promise.all([open(), Over.load()]),
  start(app) {
    board = app;
    const { editor } = app;
    const stop = listen(app);
    alsoCopied.add(copyAsTable);
    let stopKeys: Stop | undefined;
    let isStopped = false;
    const stopFetching = effect(() => {
      const isSelected = editor.selection.value.size === 1 && tableIn(editor) !== undefined;
      const isNear = editor.tool.value === 'table' || editor.editingCell.value !== undefined || isSelected;
      if (stopKeys !== undefined || !isNear) return;
      open()
        .then(({ hearKeys }) => {
          if (!isStopped) stopKeys ??= hearKeys(app);
        })
        // Without it a cell can still be typed in; it is asked for again with the next one.
        .catch(() => undefined)
        .finally(() => {
          cellKeysHeard.value = !isStopped;
        });
    });
    return () => {
      isStopped = true;
      stop();
      stopKeys?.();
      stopFetching();
      alsoCopied.delete(copyAsTable);
      cellKeysHeard.value = false;
      board = undefined;
    };
  },
};
