type MakeNext = typeof import('./make-next.ts');

/** What makes the next element, fetched with the first selection: there is nothing to make it from before. */
let known: MakeNext | undefined;

/** How what comes later is carried out, who hears that it cannot be had, and who holds back what is typed until it is there. */
interface Later {
  readonly byHand: (run: () => void) => void;
  readonly failed: () => void;
  readonly hold: (isHeld: boolean) => void;
}

let later: Later = { byHand: (run) => run(), failed: () => undefined, hold: () => undefined };
let isWaiting = false;

/** Says how things are made that had to wait. */
export const makeLater = (next: Later): void => {
  later = next;
};

/** Fetches it. Rejects without a network; asked for again then. */
export const loadMakeNext = async (): Promise<MakeNext> => {
  known ??= await import('./make-next.ts');
  return known;
};

/** Makes something with it: at once where it is here, as it is soon after the first selection, else when it has come. */
export function withMakeNext(run: (by: MakeNext) => void): void {
  if (known !== undefined) {
    run(known);
    return;
  }
  // One at a time: words that follow are for the element that comes, not for the one before it.
  if (isWaiting) return;
  const wait = (isHeld: boolean) => {
    isWaiting = isHeld;
    later.hold(isHeld);
  };
  wait(true);
  loadMakeNext()
    .finally(() => wait(false))
    .then(
      (loaded) => later.byHand(() => run(loaded)),
      () => later.failed(),
    );
}
