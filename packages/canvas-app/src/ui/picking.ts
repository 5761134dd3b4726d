/** What is done with a color that is picked from the board. */
type OnPicked = (color: string) => void;

/** The setting that waits for a color. */
let waiting: OnPicked | undefined;

/** Says who gets the color that is picked next. */
export const waitForColor = (onPicked: OnPicked): void => {
  waiting = onPicked;
};

/** Gives a color to the setting that waits for it. */
export const givePicked = (color: string): void => {
  waiting?.(color);
  waiting = undefined;
};
