/** What is done about a listener that throws. It has to return. */
export type Report = (error: unknown) => void;

/** What tells listeners of events, as lib0's observables do. */
interface Emitter {
  readonly _observers: ReadonlyMap<string, Iterable<(...args: unknown[]) => void>>;
  emit(name: string, args: readonly unknown[]): unknown;
}

/** Calls each listener; one that throws is reported and keeps neither the others nor the caller from going on. */
export const tellAll = <Args extends readonly unknown[]>(
  listeners: Iterable<(...args: Args) => void>,
  args: Args,
  report: Report,
): void => {
  for (const listener of [...listeners]) {
    try {
      listener(...args);
    } catch (error) {
      report(error);
    }
  }
};

/**
 * No listener of `emitter` reaches the one who emits with an exception from now on. Yjs emits in the middle of closing a
 * transaction: when a listener throws there, the transaction stays unfinished and the document never emits again.
 */
export const guardListeners = (emitter: object, report: Report): void => {
  const guarded = emitter as Emitter;
  guarded.emit = (name, args) => tellAll(guarded._observers.get(name) ?? [], [...args], report);
};
