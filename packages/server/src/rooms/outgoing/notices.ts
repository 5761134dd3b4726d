import { Failure, type NoticeMessage } from '@gesso/crdt-schema';

/** What Gesso's clients are told while the store fails, and when it works again. */
export const degraded: NoticeMessage = { code: 'STORE_UNAVAILABLE', message: new Failure('STORE_UNAVAILABLE').message };
export const recovered: NoticeMessage = { code: 'STORE_RECOVERED', message: 'Changes are being saved again.' };
export const draining: NoticeMessage = { code: 'DRAINING', message: new Failure('DRAINING').message };
/** What a person is told who came back with letters that do not fit into a text. */
export const textFull: NoticeMessage = {
  code: 'TEXT_FULL',
  message: 'A text was full when you came back: what you wrote in it meanwhile is not in it. Everything else is saved.',
};
/**
 * What a person is told who came back with comments that name another as their author, or with deletions of another's, where that one does not
 * bring them.
 */
export const commentLeftOut: NoticeMessage = {
  code: 'COMMENT_LEFT_OUT',
  message: 'Changes to comments under another name were left out when you came back. Everything else is saved.',
};
