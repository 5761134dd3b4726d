import type { NoticeMessage } from '@gesso/crdt-schema';
import { effect } from '@preact/signals-core';
import type { App } from '../../ui/app-context.ts';
import { noticeOf } from '../../words/failure-words.ts';
import { say } from '../../words/later.ts';

/**
 * Says what the server has left out: it stays on this page, and in its copy on this device, until that is begun anew. `begin` does so when the
 * person says so, once all else is stored.
 */
export function offerToBeginAnew({ session, shell }: App, notice: NoticeMessage, begin: () => void): void {
  const run = (): void => {
    let isBegun = false;
    const stop = effect(() => {
      if (isBegun || session.status.value.sync !== 'saved') return;
      isBegun = true;
      begin();
    });
    if (isBegun) stop();
  };
  shell.tell(noticeOf(notice), 'error', { label: say('offline.reload'), run });
}
