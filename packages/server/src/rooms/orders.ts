import type { Bus, Order } from '../bus/bus.ts';
import type { Arrivals } from './arrivals.ts';
import type { Slots } from './lifecycle/slots.ts';
import type { Room } from './room.ts';
import { ruleOf } from './whom.ts';

export interface OrdersDeps {
  readonly bus: Pick<Bus, 'order'>;
  readonly slots: Pick<Slots, 'room' | 'rooms' | 'removed'>;
  readonly arrivals: Pick<Arrivals, 'close' | 'closeEverywhere'>;
  /** What another server told could not be carried out. */
  readonly trouble: (error: unknown) => void;
}

/** What holds for connections on all servers at once, those included on which a person is still on their way in. */
export interface Orders {
  /** Tells the other servers, and carries it out here. Resolves to the number of connections here that were meant. */
  give(order: Order): Promise<number>;
  /** Carries out what another server has told. Never rejects. */
  take(order: Order): Promise<void>;
}

type Of<Name extends Order['order']> = Extract<Order, { readonly order: Name }>;

function close({ slots, arrivals }: OrdersDeps, { board, code, whom }: Of<'close'>): number {
  const rule = ruleOf(whom);
  if (board === undefined) arrivals.closeEverywhere(code, rule);
  else arrivals.close(board, code, rule);
  const rooms: readonly (Room | undefined)[] = board === undefined ? slots.rooms() : [slots.room(board)];
  return rooms.reduce((sum, room) => sum + (room?.close(code, rule) ?? 0), 0);
}

async function closeWay({ slots, arrivals }: OrdersDeps, { board, whom }: Of<'close way'>): Promise<number> {
  const isGone = ruleOf(whom);
  // Who is on their way in comes back to be told what is left.
  arrivals.close(board, 'ROLE_CHANGED', isGone);
  return (await slots.room(board)?.closeWay(isGone)) ?? 0;
}

/** A board that is closed to everybody since it is not there any more is let go. */
function letGo({ slots }: OrdersDeps, order: Order): void {
  if (order.order !== 'close' || order.code !== 'NO_SUCH_BOARD' || order.whom.of !== 'everybody') return;
  if (order.board !== undefined) slots.removed(order.board);
}

/** Whatever can be done at once is done before it returns. */
async function carryOut(deps: OrdersDeps, order: Order): Promise<number> {
  const { slots } = deps;
  switch (order.order) {
    case 'close':
      return close(deps, order);
    case 'close way':
      return closeWay(deps, order);
    case 'notify':
      return slots.room(order.board)?.notify(order.notice, ruleOf(order.whom)) ?? 0;
    case 'rename':
      for (const room of slots.rooms()) room.rename(order);
      return 0;
    // Those who ask are no business of a room: `services/asks.ts` hears of them.
    case 'ask':
    case 'answered':
      return 0;
  }
}

export const createOrders = (deps: OrdersDeps): Orders => ({
  give(order) {
    deps.bus.order(order);
    return carryOut(deps, order);
  },
  async take(order) {
    try {
      const done = carryOut(deps, order);
      letGo(deps, order);
      await done;
    } catch (error) {
      deps.trouble(error);
    }
  },
});
