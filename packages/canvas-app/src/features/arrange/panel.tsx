import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Command } from '../../commands/command.ts';
import { isKeyOf } from '../../commands/keys.ts';
import { seenOf } from '../../editor/hiding.ts';
import { isComposing } from '../../input/composing.ts';
import { swallowTyping } from '../../input/swallow-typing.ts';
import { useApp } from '../../ui/app-context.ts';
import { showBesideSheet } from '../../ui/beside-sheet.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { isTouched } from '../../ui/selection-bar-place.ts';
import { say, sayCommand } from '../../words/later.ts';
import { type Measure, type Measured, measuresOf, numberFrom, numberShown, setMeasure } from './measures.ts';
import './measures.css';

const measures = ['x', 'y', 'width', 'height', 'rotation'] as const satisfies readonly Measure[];

/** What an arrow key adds, alone and with Shift: board units or degrees. */
const steps = { one: 1, far: 10 } as const;

/** Lets the rest of a number that is being typed choose no tools when what it measures is gone, or locked. */
const useSwallowRest = (typed: ReadonlySignal<string | undefined>) =>
  useLayoutEffect(
    () => () => {
      if (typed.peek() !== undefined) swallowTyping(window);
    },
    [typed],
  );

interface FieldProps {
  readonly measure: Measure;
  readonly measured: Measured;
  readonly onProblem: (problem: string | undefined) => void;
}

/** One measure. Enter and leaving the field take what was typed, Escape does not; arrows change it at once. */
function Field({ measure, measured: { value, isFixed }, onProblem }: FieldProps) {
  const { editor, byHand, commands, context } = useApp();
  const typed = useSignal<string | undefined>(undefined);
  /** What an entry was begun for: a press on something else selects that, and ends it. All steps by arrow are one. */
  const entry = useRef<{ readonly of: ReadonlySet<string>; readonly hold: object } | undefined>(undefined);
  useSwallowRest(typed);
  const begin = () => {
    const of = editor.selection.peek();
    if (entry.current?.of !== of) entry.current = { of, hold: {} };
  };
  const shown = value === undefined ? '' : `${numberShown(value)}${measure === 'rotation' ? '°' : ''}`;
  const set = (to: number, hold?: object) => {
    const elements = [...(entry.current?.of ?? [])]
      .flatMap((id) => editor.board.get(id) ?? [])
      .filter(({ locked }) => !locked);
    const isSide = measure === 'width' || measure === 'height';
    onProblem(isSide && to <= 0 ? say('measures.noSize') : undefined);
    if ((!isSide || to > 0) && editor.canEdit.peek()) byHand(() => setMeasure(editor, elements, measure, to, hold));
  };
  const take = () => {
    const given = typed.peek();
    typed.value = undefined;
    if (given === undefined || given.trim() === '' || given === shown) return;
    const number = numberFrom(given);
    if (number === undefined) onProblem(say('measures.noNumber'));
    else set(number);
  };
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const history = (['edit.undo', 'edit.redo'] as const).find((id) => isKeyOf(event, commands[id] as Command));
    if (history !== undefined) {
      // What a browser takes back in a field would be taken for an entry.
      event.preventDefault();
      if (typed.peek() === undefined) commands[history]?.run(context);
      typed.value = undefined;
      return;
    }
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === 'Enter') {
      take();
      entry.current = undefined;
    } else if (event.key === 'Escape' && typed.peek() !== undefined) {
      // The next one closes the panel.
      event.stopPropagation();
      event.preventDefault();
      typed.value = undefined;
    } else if (way !== undefined) {
      event.preventDefault();
      const from = typed.peek() === undefined ? value : numberFrom(typed.peek() ?? '');
      if (typed.peek() === undefined) begin();
      typed.value = undefined;
      if (from !== undefined) set(from + way * (event.shiftKey ? steps.far : steps.one), entry.current?.hold);
    }
  };
  return (
    <label class={`measure ${measure}`}>
      <span>{say(`measures.${measure}`)}</span>
      <input
        type="text"
        dir="ltr"
        autocomplete="off"
        autofocus={measure === 'x' && !isTouched()}
        placeholder={value === undefined ? say('measures.mixed') : ''}
        value={typed.value ?? shown}
        disabled={isFixed || !editor.canEdit.value}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onInput={({ currentTarget }) => {
          if (typed.peek() === undefined) begin();
          typed.value = currentTarget.value;
        }}
        onBlur={() => {
          take();
          entry.current = undefined;
        }}
        onKeyDown={onKey}
      />
    </label>
  );
}

/** Where what is selected is, how large and how it is turned, as numbers. */
export function Panel() {
  const { editor, shell } = useApp();
  const problem = useSignal<string | undefined>(undefined);
  useLayoutEffect(() => {
    const panel = document.querySelector<HTMLElement>('.dialog.measures');
    return panel === null ? undefined : showBesideSheet(editor, panel, true);
  }, [editor]);
  void editor.version.value;
  const { size } = editor.selection.value;
  const free = editor.selected().filter(({ locked }) => !locked);
  const measured = measuresOf(free, seenOf(editor, free));
  return (
    <Dialog title={sayCommand('arrange.measures')} name="measures" modal={false} onClose={shell.closePanel}>
      {measured === undefined ? (
        <p>{size === 0 ? say('measures.nothing') : say('measures.locked')}</p>
      ) : (
        <div class="measure-fields">
          {measures.map((measure) => (
            <Field
              key={measure}
              measure={measure}
              measured={measured[measure]}
              onProblem={(next) => {
                problem.value = next;
              }}
            />
          ))}
        </div>
      )}
      {problem.value === undefined ? null : (
        <p class="field-problem" role="alert">
          {problem.value}
        </p>
      )}
    </Dialog>
  );
}
