import type { Grant, Principal } from './hooks.ts';
import { newTicket } from './secrets.ts';

export const ticketSeconds = 60;
/** Tickets that may be out at once. Beyond it the oldest go: they were about to expire anyway. */
const most = 100_000;

/** What a ticket stands for. */
export interface Admission {
  readonly board: string;
  readonly principal: Principal;
  readonly grant: Grant;
}

/** Single-use keys for sockets that cannot send a cookie. They last a minute, in memory. */
export interface Tickets {
  issue(admission: Admission): string;
  /** Uses a ticket up. */
  redeem(ticket: string, board: string): Admission | undefined;
  /** Tickets that a person was given and has not used are worth nothing any more. */
  drop(person: string): void;
}

export const createTickets = (now: () => number): Tickets => {
  const open = new Map<string, Admission & { readonly until: number }>();

  const prune = (): void => {
    for (const [ticket, { until }] of open) {
      if (until > now() && open.size < most) return;
      open.delete(ticket);
    }
  };

  return {
    issue(admission) {
      prune();
      const ticket = newTicket();
      open.set(ticket, { ...admission, until: now() + ticketSeconds * 1000 });
      return ticket;
    },
    redeem(ticket, board) {
      const admission = open.get(ticket);
      open.delete(ticket);
      if (admission === undefined || admission.board !== board || admission.until <= now()) return undefined;
      return (admission.principal.until ?? Number.POSITIVE_INFINITY) > now() ? admission : undefined;
    },
    drop(person) {
      for (const [ticket, { principal }] of open) if (principal.id === person) open.delete(ticket);
    },
  };
};
