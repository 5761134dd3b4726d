import type { Bus, BusListener } from './bus.ts';

/** Servers in one process: a place to join, each with a bus of its own. The only one who joins talks to nobody. */
export interface LocalBus {
  join(): Bus;
}

export const createLocalBus = (): LocalBus => {
  const listeners = new Map<Bus, Set<Partial<BusListener>>>();
  let joined = 0;
  return {
    join() {
      const tell = (say: (listener: Partial<BusListener>) => void): void => {
        if (!listeners.has(bus)) return;
        for (const [other, theirs] of listeners) if (other !== bus) for (const listener of theirs) say(listener);
      };
      joined++;
      const name = `server ${joined}`;
      const own = new Set<Partial<BusListener>>();
      const bus: Bus = {
        stored: (board, upTo, along) => tell((listener) => listener.stored?.(board, upTo, along)),
        live: (board, frame) => tell((listener) => listener.live?.(board, frame)),
        presence: (board, frame) => tell((listener) => listener.presence?.(board, frame, name)),
        people: (board, people) => tell((listener) => listener.people?.(board, people, name)),
        opened: (board) => tell((listener) => listener.opened?.(board)),
        order: (order) => tell((listener) => listener.order?.(order)),
        spent: (spent, number) => tell((listener) => listener.spent?.(spent, number, name)),
        listen(listener) {
          own.add(listener);
          return () => own.delete(listener);
        },
        closed: () => undefined,
        ways: [],
        get connected() {
          return listeners.size > 1;
        },
        async close() {
          listeners.delete(bus);
        },
      };
      listeners.set(bus, own);
      return bus;
    },
  };
};
