import { say } from '../../words/later.ts';
import type { LinkRole } from './links.ts';

const names = {
  viewer: 'sharePanel.viewLink',
  commenter: 'sharePanel.commentLink',
  editor: 'sharePanel.editLink',
} as const satisfies Record<LinkRole, string>;

/** What a role lets people do. */
export const roleName = (role: LinkRole): string => say(names[role]);
