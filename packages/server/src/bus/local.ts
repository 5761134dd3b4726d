import type { Bus, BusListener } from './bus.ts';

/** Servers in one process: a place to join, each with a bus of its own. The only one who joins talks to nobody. */
export interface LocalBus {
  join(): Bus;
}

export const createLocalBus = (): LocalBus => {
  const listeners = new Map<Bus, Set<BusListener>>();
  return {
    join() {
      const tell = (say: (listener: BusListener) => void): void => {
        for (const [other, theirs] of listeners) if (other !== bus) for (const listener of theirs) say(listener);
      };
      const own = new Set<BusListener>();
      const bus: Bus = {
        stored: (board, upTo) => tell((listener) => listener.stored(board, upTo)),
        live: (board, frame) => tell((listener) => listener.live(board, frame)),
        listen(listener) {
          own.add(listener);
          return () => own.delete(listener);
        },
      };
      listeners.set(bus, own);
      return bus;
    },
  };
};
