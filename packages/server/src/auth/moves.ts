import type { Principal } from './hooks.ts';
import { newTicket } from './secrets.ts';

/** How long a person has to open the link on their other device. */
export const moveSeconds = 600;
/** Links that may be out at once; beyond it the oldest go. */
const most = 10_000;

/** Single-use keys by which a guest goes on as themselves in another browser. They are kept in memory, and no longer than that. */
export interface Moves {
  begin(principal: Principal): string;
  /** Uses a key up. */
  take(key: string): Principal | undefined;
  /** Keys that a person has made and not used are worth nothing any more. */
  drop(person: string): void;
}

export const createMoves = (now: () => number): Moves => {
  const open = new Map<string, { readonly principal: Principal; readonly until: number }>();

  const prune = (): void => {
    for (const [key, { until }] of open) {
      if (until > now() && open.size < most) return;
      open.delete(key);
    }
  };

  return {
    begin(principal) {
      prune();
      const key = newTicket();
      open.set(key, { principal, until: now() + moveSeconds * 1000 });
      return key;
    },
    take(key) {
      const found = open.get(key);
      open.delete(key);
      return found !== undefined && found.until > now() ? found.principal : undefined;
    },
    drop(person) {
      for (const [key, { principal }] of open) if (principal.id === person) open.delete(key);
    },
  };
};
