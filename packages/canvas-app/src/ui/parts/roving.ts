const itemsOf = (host: Element): HTMLElement[] =>
  [...host.querySelectorAll<HTMLElement>('button:not(:disabled), input:not(:disabled)')].filter(
    (item) => item.offsetParent !== null,
  );

/**
 * Leaves each toolbar one stop for Tab: what has the focus, else what is chosen, else where the focus was last. Asked as Tab is pressed,
 * as buttons come and go and know nothing of each other. A toolbar with a field, where arrows are the field's own, keeps all of its stops.
 */
const leaveOneStop = ({ key }: KeyboardEvent): void => {
  if (key !== 'Tab') return;
  for (const host of document.querySelectorAll('[role=toolbar]')) {
    const items = itemsOf(host);
    const first = (which: string) => items.find((item) => item.matches(which));
    if (first('input')) continue;
    const stop = first(':focus') ?? first('[aria-pressed=true]') ?? first('[tabindex="0"]') ?? items[0];
    for (const item of items) item.tabIndex = item === stop ? 0 : -1;
  }
};

/** Makes each toolbar one stop for Tab. Returns its end. */
export const keepOneStop = (): (() => void) => {
  window.addEventListener('keydown', leaveOneStop, true);
  return () => window.removeEventListener('keydown', leaveOneStop, true);
};

/** Arrow keys, Home and End move the focus among the buttons of a toolbar or menu; Tab leaves it. */
export const moveFocus = (event: KeyboardEvent): void => {
  const host = event.currentTarget;
  if (!(host instanceof HTMLElement)) return;
  const items = itemsOf(host);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const rtl = getComputedStyle(host).direction === 'rtl';
  /** Buttons side by side: up and down go from row to row. */
  const columns = Number(host.dataset.columns ?? 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: rtl ? -1 : 1,
    ArrowLeft: rtl ? 1 : -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  };
  const step = steps[event.key];
  const next =
    event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1 : step === undefined ? undefined : at + step;
  if (next === undefined || at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  items[(next + items.length) % items.length]?.focus();
};
