type Drags = typeof import('./on-drag.ts');

/** What falls into line and what a lasso takes is loaded a while after a page, or with the first drag: a page is there sooner without it. */

let known: Drags | undefined;

const drags = (): Drags | undefined => {
  if (known === undefined)
    import('./on-drag.ts').then(
      (loaded) => {
        known = loaded;
      },
      () => undefined,
    );
  return known;
};

/** As `beginSnapping`; undefined while it is not there. Asked for again with the next drag where it could not be had. */
export const snapping: Drags['beginSnapping'] = (...drag) => drags()?.beginSnapping(...drag);

/** As `lasso`; undefined while it is not there. Asked for again with the next move. */
export const lassoed = (...drawn: Parameters<Drags['lasso']>): ReturnType<Drags['lasso']> | undefined =>
  drags()?.lasso(...drawn);

/** Fetches it, so that the first drag has it already. */
export const loadDrags = async (): Promise<void> => {
  known ??= await import('./on-drag.ts');
};
