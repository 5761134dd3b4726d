import { type FailureCode, failures, type NoticeMessage } from '@gesso/crdt-schema';
import { wordOf } from './say.ts';

/** What happened, in the language of the page. */
export const messageOf = (code: FailureCode): string => wordOf(`failure.${code}.message`) ?? failures[code].message;

/** What to do next; nothing as long as the page of a board has not fetched the words for it. */
export const hintOf = (code: FailureCode): string => wordOf(`failure.${code}.hint`) ?? failures[code].hint ?? '';

const notices: Readonly<Record<string, string>> = {
  STORE_RECOVERED: 'notice.recovered',
  TEXT_FULL: 'notice.textFull',
  COMMENT_LEFT_OUT: 'notice.commentLeftOut',
};

/** What to do about what a server announces, as far as the page has the words for it. */
export const hintOfNotice = ({ code }: NoticeMessage): string => wordOf(`failure.${code}.hint`) ?? '';

/** What a server announces; in its own words where the page has none for it. */
export const noticeOf = ({ code, message }: NoticeMessage): string =>
  wordOf(notices[code] ?? `failure.${code}.message`) ?? message;
