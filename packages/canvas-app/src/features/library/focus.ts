/** Where the keys go once something of the drawer is removed: left on nothing, they would be those of the board, and Delete its own. */

const focusIn = (within: Element | null | undefined, selector: string): boolean => {
  const found = within?.querySelector<HTMLElement>(selector);
  found?.focus();
  return found !== undefined && found !== null;
};

/** Focuses what stays when a group goes: another one, else what is searched with. */
export function focusBesideGroup(group = document.activeElement?.closest('.library-group')): void {
  const body = group?.closest('.library-body');
  const others = [...(body?.querySelectorAll('.library-group') ?? [])].filter((one) => one !== group);
  if (!focusIn(others[0], '.library-head button')) focusIn(body, 'input[type=search]');
}

/** Focuses what stays when a tile goes: the next, else the one before, else what there is beside its group, which may go with it. */
export function focusBeside(tile: Element): void {
  const beside = tile.nextElementSibling ?? tile.previousElementSibling;
  if (!focusIn(beside, '[data-piece]')) focusBesideGroup(tile.closest('.library-group'));
}
