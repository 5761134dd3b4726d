/** Whether keys pressed there type something. A slider, a color or a tick takes no letters. */
export const takesLetters = (node: EventTarget | null): boolean =>
  node instanceof HTMLElement &&
  (node.isContentEditable ||
    node.matches('input:not([type=range], [type=color], [type=checkbox], [type=radio]), textarea, select'));
