import { effect } from '@preact/signals-core';
import { isComposing } from '../../input/composing.ts';
import { takesLetters } from '../../input/takes-letters.ts';
import type { App } from '../../ui/app-context.ts';
import type { Stop } from '../feature.ts';

/**
 * Leaves of the interface what is for looking: the paper is moved by each press, nothing is drawn, selected or taken back, and Escape
 * leaves. Returns its end, after which all is as before.
 */
export function lookBack({ editor, context }: App, leave: () => void): Stop {
  const page = document.querySelector('.app');
  const tool = editor.tool.peek();
  context.shell.cancelGesture();
  editor.setEditing(undefined);
  editor.select([]);
  editor.lookBack(true);
  page?.toggleAttribute('data-past', true);
  const stopHolding = effect(() => {
    if (editor.tool.value !== 'hand') editor.setTool('hand');
  });
  const abort = new AbortController();
  const first = { capture: true, signal: abort.signal };
  window.addEventListener(
    'keydown',
    (event) => {
      const { key, target } = event;
      const isElsewhere = target instanceof Element && target.closest('dialog:modal') !== null;
      if (key !== 'Escape' || isElsewhere || takesLetters(target) || isComposing(event)) return;
      event.preventDefault();
      event.stopPropagation();
      leave();
    },
    first,
  );
  window.addEventListener(
    'contextmenu',
    (event) => {
      if (!(event.target instanceof Element) || event.target.closest('.surface') === null) return;
      event.preventDefault();
      event.stopPropagation();
    },
    first,
  );
  return () => {
    abort.abort();
    stopHolding();
    editor.lookBack(false);
    editor.setTool(tool);
    page?.toggleAttribute('data-past', false);
  };
}
