import type { NoticeMessage } from '@gesso/crdt-schema';
import { effect } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { noticeOf } from '../../words/failure-words.ts';
import { say } from '../../words/later.ts';
import type { Rescue } from './rescue.ts';

/**
 * Says what the server has left out: it stays on this page, and in its copy on this device, until that is begun anew. That is done when the
 * person says so, in the moment in which all else is stored: what they draw later would go with the old copy.
 */
export function offerToBeginAnew(
  { session, shell }: App,
  notice: NoticeMessage,
  { setDown }: Pick<Rescue, 'setDown'>,
): void {
  const run = (): void => {
    let isBegun = false;
    const stop = effect(() => {
      if (isBegun || session.status.value.sync !== 'saved') return;
      isBegun = true;
      // Where nothing is kept on this device, there is no copy to begin anew either.
      if (!setDown(new Set())) window.location.reload();
    });
    if (isBegun) stop();
  };
  shell.tell(noticeOf(notice), 'error', { label: say('offline.reload'), run });
}
