/** What may be pressed while a text is being typed: it changes how the text looks or how it is looked at. */
const beside = '.style, .style-sheet, .zoom, .minimap, .toasts, .table-over, .text-bar';

const isBeside = (node: EventTarget | null): boolean => node instanceof Element && node.closest(beside) !== null;

/** Whether nothing of this page has the focus because another window or tab has it. */
const elsewhere = (): boolean => document.visibilityState === 'hidden' || !document.hasFocus();

/**
 * Keeps the focus in a text field until a person turns to something else. A window that goes to the back and returns is
 * nothing else, and neither is a style that is chosen for the text. `leave` is called when it is. Returns its stop.
 */
export const keepTyping = (field: HTMLTextAreaElement, leave: () => void): (() => void) => {
  const abort = new AbortController();
  const { signal } = abort;
  let pressed: EventTarget | null = null;

  const back = () => field.focus({ preventScroll: true });
  document.addEventListener(
    'pointerdown',
    ({ target }) => {
      pressed = target;
    },
    { capture: true, signal },
  );
  // A button that takes no focus leaves the caret, and the keyboard of a phone, where they are.
  document.addEventListener(
    'mousedown',
    (event) => {
      if (isBeside(event.target) && event.target instanceof Element && event.target.closest('button') !== null)
        event.preventDefault();
    },
    { signal },
  );
  document.addEventListener(
    'focusin',
    ({ target }) => {
      if (target !== field && !isBeside(target)) leave();
    },
    { signal },
  );
  document.addEventListener(
    'change',
    ({ target }) => {
      if (isBeside(target)) back();
    },
    { signal },
  );
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.target === field || !isBeside(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      back();
    },
    { capture: true, signal },
  );
  field.addEventListener(
    'blur',
    ({ relatedTarget }) => {
      if (relatedTarget !== null || elsewhere()) return;
      if (isBeside(pressed)) queueMicrotask(back);
      else leave();
    },
    { signal },
  );
  return () => abort.abort();
};
