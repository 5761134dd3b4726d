/** The terms of a link, whichever way they were read: undefined is what it does not have. */
interface Terms {
  readonly label: string;
  readonly expiresAt: unknown;
  readonly hasPassword: boolean;
  readonly maxUses: unknown;
}

/** Whether a link is for everybody and for good: what a board is given away by. One of other terms was made for some, or ends. */
export const isPlain = ({ label, expiresAt, hasPassword, maxUses }: Terms): boolean =>
  label === '' && expiresAt === undefined && !hasPassword && maxUses === undefined;
