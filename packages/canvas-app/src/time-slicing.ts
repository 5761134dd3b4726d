/** ms of work before the page gets a turn: less than a frame, so that none is missed. */
const turn = 8;

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/**
 * Divides long work into short turns: the caller waits for this between pieces. Rejects with the signal's reason when
 * nobody wants the work any more.
 */
export const takeTurns = (signal: AbortSignal): (() => Promise<void>) => {
  let until = performance.now() + turn;
  return async () => {
    if (performance.now() < until) return;
    await nextTurn();
    signal.throwIfAborted();
    until = performance.now() + turn;
  };
};
