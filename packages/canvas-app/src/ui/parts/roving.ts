/** Arrow keys, Home and End move the focus among the buttons of a toolbar or menu; Tab leaves it. */
export const moveFocus = (event: KeyboardEvent): void => {
  const host = event.currentTarget;
  if (!(host instanceof HTMLElement)) return;
  const items = [...host.querySelectorAll<HTMLElement>('button:not(:disabled), input:not(:disabled)')].filter(
    (item) => item.offsetParent !== null,
  );
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
