import { signal } from '@preact/signals';
import { ChevronDown, ChevronUp } from 'lucide';
import { render } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isKeyOf } from '../../commands/keys.ts';
import { isComposing } from '../../input/composing.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { IconButton } from '../../ui/parts/Button.tsx';
import { freeArea } from '../../ui/window-shape.ts';
import { say } from '../../words/later.ts';
import { nameOf } from '../../words/name-of.ts';
import { createFinding, type Finding } from './finding.ts';
import { Marks } from './Marks.tsx';
import { excerptOf } from './parts.ts';
import './find.css';

/** Letters that are looked for. */
const longest = 200;

/** What was looked for last on this page: the bar opens with it. */
const query = signal('');

const surface = (): HTMLElement | null => document.querySelector('.surface');

/** How many there are and which of them it is, as it is shown. Reads signals. */
const countOf = ({ found, at, words }: Finding): string => {
  const all = found.value.length;
  if (words.value === '') return '';
  if (all === 0) return say('find.none');
  return at.value < 0 ? say('find.found', { n: all }) : say('find.place', { n: at.value + 1, all });
};

/** The same with what was found, read aloud. Reads signals. */
const saidOf = ({ board }: App['editor'], finding: Finding): string => {
  const count = countOf(finding);
  const hit = finding.current.value;
  const element = hit && board.get(hit.id);
  if (hit === undefined || element === undefined) return count;
  return say('find.said', { place: count, kind: nameOf(element), text: excerptOf(hit.part, finding.words.value) });
};

/** Paints the marks over the paper and below the bars. Returns its stop. */
function showMarks({ editor }: App, finding: Finding): () => void {
  const layer = document.createElement('div');
  surface()?.append(layer);
  render(<Marks editor={editor} finding={finding} />, layer);
  return () => {
    render(null, layer);
    layer.remove();
  };
}

const selectAll = (field: HTMLInputElement): void => {
  field.focus({ preventScroll: true });
  field.select();
};

/** Hears the bar's keys wherever the focus is, before anything else does: the one that opened it, and F3. Returns the stop. */
function hearKeys({ commands }: App, finding: Finding, field: HTMLInputElement): () => void {
  const command = commands['view.find'];
  const hear = (event: KeyboardEvent) => {
    const { key, target, shiftKey, ctrlKey, metaKey, altKey } = event;
    const around = target instanceof Element ? target.closest('dialog') : null;
    if ((around !== null && !around.contains(field)) || isComposing(event)) return;
    const isAgain = command !== undefined && isKeyOf(event, command);
    if (!isAgain && (key !== 'F3' || ctrlKey || metaKey || altKey)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isAgain) selectAll(field);
    else finding.step(shiftKey ? -1 : 1);
  };
  window.addEventListener('keydown', hear, { capture: true });
  return () => window.removeEventListener('keydown', hear, { capture: true });
}

/** Opens a search with the bar, and ends it with it. */
function useFinding() {
  const app = useApp();
  const { editor, shell } = app;
  const [finding] = useState(() => createFinding(editor, () => freeArea(editor.viewport.peek())));
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const input = field.current;
    // While frames are presented nothing else is to be seen.
    if (input === null || input.closest('[data-presenting]') !== null) {
      shell.closePanel();
      return finding.stop;
    }
    selectAll(input);
    void finding.look(query.peek());
    const stops = [showMarks(app, finding), hearKeys(app, finding, input), finding.stop];
    return () => {
      for (const stop of stops) stop();
    };
  }, [app, shell, finding]);
  return { finding, field };
}

/** The bar for words on the board: a field, which of how many is shown, the ways on, back and out. */
export function Panel() {
  const { editor, shell } = useApp();
  const { finding, field } = useFinding();
  void editor.version.value;
  const hasNone = finding.found.value.length === 0;
  const leave = () => {
    const hit = finding.current.peek();
    shell.closePanel();
    if (hit !== undefined) {
      editor.setTool('select');
      // Alone, in its groups: what is done next is meant for what was found.
      editor.select([hit.id], editor.board.get(hit.id)?.groups);
    }
    surface()?.focus({ preventScroll: true });
  };
  const step = (by: 1 | -1) => finding.step(by);
  return (
    <dialog
      open
      class="island find"
      aria-label={say('find.title')}
      onKeyDown={(event) => {
        if (isComposing(event)) return;
        if (event.key === 'Escape') leave();
        else if (event.key === 'Enter' && event.target === field.current) step(event.shiftKey ? -1 : 1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onMouseDown={(event) => {
        // A press on a button leaves the caret, and the keyboard of a phone, where they are.
        if (event.target !== field.current) event.preventDefault();
      }}
    >
      <input
        ref={field}
        type="search"
        enterKeyHint="search"
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        maxLength={longest}
        aria-label={say('find.title')}
        placeholder={say('find.title')}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          void finding.ask(query.value);
        }}
      />
      <span class="find-count" dir="auto" aria-hidden="true">
        {countOf(finding)}
      </span>
      <IconButton
        icon={ChevronUp}
        label={say('find.previous')}
        keys="shift+enter"
        disabled={hasNone}
        onPress={() => step(-1)}
      />
      <IconButton icon={ChevronDown} label={say('find.next')} keys="enter" disabled={hasNone} onPress={() => step(1)} />
      <IconButton icon="close" label={say('app.close')} keys="escape" onPress={leave} />
      <p class="unseen" role="status" data-for="find">
        {saidOf(editor, finding)}
      </p>
    </dialog>
  );
}
