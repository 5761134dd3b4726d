import { type ActiveHooks, refusalOf } from '../auth/hooks.ts';
import type { RoomsDeps } from '../rooms/rooms.ts';

/** What a host's hook says of parts of a board, as rooms ask for it. Undefined without one: then nothing is looked up. */
export const mayTouchBy = (hooks: Pick<ActiveHooks, 'mayTouch'>): RoomsDeps['mayTouch'] =>
  hooks.mayTouch === undefined
    ? undefined
    : (board, touched, { person, role }) => {
        try {
          return hooks.mayTouch?.(touched, { board, person, role }) === true;
        } catch (error) {
          throw refusalOf(error);
        }
      };
