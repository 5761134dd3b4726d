import type { LinkRecord, LinkRole } from '../stores/repositories.ts';
import { digest, newBoardId, newId, newKey } from './secrets.ts';

export interface NewLink {
  readonly record: LinkRecord;
  /** The secret. This is the only time it exists on the server. */
  readonly key: string;
}

export const newLink = (
  board: string,
  role: LinkRole,
  at: number,
  options: Partial<Pick<LinkRecord, 'label' | 'expiresAt' | 'password' | 'maxUses'>> = {},
): NewLink => {
  const key = newKey();
  const { label, expiresAt, password, maxUses } = options;
  const terms = { label, expiresAt, password, maxUses };
  return {
    key,
    record: { id: newId(), board, role, keyHash: digest(key), ...terms, uses: 0, createdAt: at },
  };
};

/** A new board with the two links everybody needs. */
export const newBoard = (title: string, owner: string, at: number) => {
  const id = newBoardId();
  return {
    record: {
      id,
      title,
      owner,
      createdAt: at,
      updatedAt: at,
      deletedAt: undefined,
      ownerDraws: false,
      previews: false,
    },
    edit: newLink(id, 'editor', at),
    view: newLink(id, 'viewer', at),
  };
};
