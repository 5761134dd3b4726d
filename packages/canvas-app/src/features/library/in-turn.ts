/** Runs one thing after another, in the order they are asked for; one that fails does not keep the next from its turn. */
export type InTurn = <T>(run: () => Promise<T>) => Promise<T>;

export function inTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
  };
}
