import type { Grant, Principal } from './hooks.ts';
import { newTicket } from './secrets.ts';
import { createSingleUse } from './single-use.ts';

export const ticketSeconds = 60;
/** Tickets that may be out at once. */
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
  const open = createSingleUse<Admission>({ newKey: newTicket, seconds: ticketSeconds, most, now });
  return {
    issue: open.issue,
    redeem(ticket, board) {
      const admission = open.redeem(ticket);
      if (admission === undefined || admission.board !== board) return undefined;
      return (admission.principal.until ?? Number.POSITIVE_INFINITY) > now() ? admission : undefined;
    },
    drop: (person) => open.drop(({ principal }) => principal.id === person),
  };
};
