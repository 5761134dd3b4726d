/** Where the keys go once something of the drawer is removed: left on nothing, they would be those of the board, and Delete its own. */

const focusIn = (within: Element | null | undefined, selector: string): boolean => {
  const found = within?.querySelector<HTMLElement>(selector);
  found?.focus();
  return found !== undefined && found !== null;
};

/** Focuses what stays when a group goes: a person's own pieces, where nothing is looked for; else another group, or what is searched with. */
export function focusBesideGroup(group = document.activeElement?.closest('.library-group')): void {
  const body = group?.closest('.library-body');
  const search = body?.querySelector<HTMLInputElement>('input[type=search]');
  const groups = [...(body?.querySelectorAll('.library-group') ?? [])];
  // One's own stand first, and stay when they are none.
  const stays = search?.value.trim() === '' ? groups[0] : groups.find((one) => one !== group);
  if (!focusIn(stays, '.library-head button')) search?.focus();
}

/** Focuses what stays when a tile goes: the next, else the one before, else what there is beside its group, which may go with it. */
export function focusBeside(tile: Element): void {
  const beside = tile.nextElementSibling ?? tile.previousElementSibling;
  if (!focusIn(beside, '[data-piece]')) focusBesideGroup(tile.closest('.library-group'));
}
