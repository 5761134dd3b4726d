import type { Failure } from '@gesso/crdt-schema';
import type { Access, Member } from '../member.ts';

/** The slices of a large update; it is acknowledged when none of them is left to be stored. */
export interface SliceCount {
  unstored: number;
}

export interface IncomingUpdate {
  readonly update: Uint8Array;
  readonly access: Access;
  readonly author?: Member | undefined;
  readonly count?: number;
  /** It is history (an answer to our sync step 1, or a whole document): it may be large and hold what others wrote. */
  readonly history?: boolean;
  /** Applying it does not fit in one turn, however few bytes it has. */
  readonly tooMuchAtOnce?: boolean;
  /** It goes on with something of which a part was accepted: a share that is spent by that does not end it half-way. */
  readonly continued?: boolean;
  /** It is one of several slices, which count together. */
  readonly sliceCount?: SliceCount | undefined;
  /** What it makes of the board's size was judged together with the other slices. */
  readonly judged?: boolean;
  /** What made a text too large is deleted in it. */
  readonly fitted?: boolean;
  /** Client ids that are left to the authors of comments, who have not come: all else of it is taken, and waited for once more. */
  readonly apart?: readonly number[] | undefined;
  /** The authors of comments in it were waited for in vain. */
  readonly late?: boolean;
  /** What it did to the comments of others is left out of it. */
  readonly attested?: boolean;
  /** All of it, where something is left out: that is what waits, should it have to. */
  readonly whole?: Uint8Array;
  readonly done?: (stored: boolean) => void;
  /** Told instead of throwing, where an update turns out later to be one that is refused. */
  readonly refused?: (failure: Failure) => void;
}
