import type { KeyRepository } from '../stores/among-servers.ts';
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
  /** Base64 of what is kept of the session it was asked for with. */
  readonly session?: string | undefined;
}

/** Single-use keys for sockets that cannot send a cookie. They last a minute. */
export interface Tickets {
  issue(admission: Admission): Promise<string>;
  /** Uses a ticket up. */
  redeem(ticket: string, board: string): Promise<Admission | undefined>;
  /** Tickets that a person was given and has not used are worth nothing any more. */
  drop(person: string): Promise<void>;
}

export const createTickets = (now: () => number, repository?: KeyRepository): Tickets => {
  const open = createSingleUse<Admission>({
    kind: 'ticket',
    newKey: newTicket,
    personOf: ({ principal }) => principal.id,
    seconds: ticketSeconds,
    most,
    now,
    repository,
  });
  return {
    issue: open.issue,
    async redeem(ticket, board) {
      const admission = await open.redeem(ticket);
      if (admission === undefined || admission.board !== board) return undefined;
      return (admission.principal.until ?? Number.POSITIVE_INFINITY) > now() ? admission : undefined;
    },
    drop: open.drop,
  };
};
