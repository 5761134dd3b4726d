/** How soon after each other letters are of one name (ms). */
const oneWord = 700;

/** What was typed last in a menu, to go to the entry that begins with it. */
let typed: { readonly text: string; readonly time: number; readonly host: HTMLElement } | undefined;

const itemsOf = (host: HTMLElement): HTMLElement[] =>
  [...host.querySelectorAll<HTMLElement>('button:not(:disabled)')].filter((item) => item.offsetParent !== null);

/** What stands in the next row (1) or the one before (−1), nearest to where `from` begins; rows go round. */
function inOtherRow(items: readonly HTMLElement[], from: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const rows = new Map<number, HTMLElement[]>();
  for (const item of items) {
    const { top } = item.getBoundingClientRect();
    rows.set(top, [...(rows.get(top) ?? []), item]);
  }
  const all = [...rows.values()];
  const next = all[(all.findIndex((row) => row.includes(from)) + step + all.length) % all.length] ?? [];
  const { left } = from.getBoundingClientRect();
  const away = (item: HTMLElement) => Math.abs(item.getBoundingClientRect().left - left);
  return [...next].sort((a, b) => away(a) - away(b))[0];
}

/** What stands beside `from` in its own row. */
function inRow(items: readonly HTMLElement[], from: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const { top } = from.getBoundingClientRect();
  const row = items.filter((item) => item.getBoundingClientRect().top === top);
  return row[(row.indexOf(from) + step + row.length) % row.length];
}

/** The next entry whose name begins with what is being typed; a letter again and again goes through all of its entries. */
function named(items: readonly HTMLElement[], at: number, { key, timeStamp }: KeyboardEvent, host: HTMLElement) {
  const goesOn = typed !== undefined && typed.host === host && timeStamp - typed.time < oneWord;
  const text = (goesOn ? (typed?.text ?? '') : '') + key.toLowerCase();
  typed = { text, time: timeStamp, host };
  const isRepeated = text.length > 1 && [...text].every((letter) => letter === text[0]);
  const wanted = isRepeated ? (text[0] ?? '') : text;
  const from = text.length === 1 || isRepeated ? at + 1 : Math.max(at, 0);
  const inTurn = [...items.slice(from), ...items.slice(0, from)];
  const nameOf = (item: HTMLElement) => (item.ariaLabel ?? item.textContent ?? '').trim().toLowerCase();
  return inTurn.find((item) => nameOf(item).startsWith(wanted));
}

/**
 * Moves the focus in a menu: up and down from row to row, sideways within one, Home and End to its ends, letters to what begins
 * with them. No key of a menu is a shortcut of the board.
 */
export const walkMenu = (event: KeyboardEvent): void => {
  const host = event.currentTarget;
  if (!(host instanceof HTMLElement)) return;
  event.stopPropagation();
  const items = itemsOf(host);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const from = items[at];
  const side = getComputedStyle(host).direction === 'rtl' ? -1 : 1;
  const ways: Readonly<Record<string, () => HTMLElement | undefined>> = {
    Home: () => items[0],
    End: () => items.at(-1),
    ArrowDown: () => (from === undefined ? items[0] : inOtherRow(items, from, 1)),
    ArrowUp: () => (from === undefined ? items.at(-1) : inOtherRow(items, from, -1)),
    ArrowRight: () => from && inRow(items, from, side),
    ArrowLeft: () => from && inRow(items, from, side === 1 ? -1 : 1),
  };
  const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
  // Who goes on by arrow begins a new name.
  if (!isLetter) typed = undefined;
  const way = ways[event.key] ?? (isLetter ? () => named(items, at, event, host) : undefined);
  if (way === undefined) return;
  event.preventDefault();
  way()?.focus();
};
