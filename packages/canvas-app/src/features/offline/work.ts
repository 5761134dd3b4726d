import { computed, effect, signal } from '@preact/signals-core';
import { noteOpened } from '../../network/known-boards.ts';
import { shareAmongTabs } from '../../network/tab-channel.ts';
import { keepApp } from '../../offline/register.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';

/** Keeps the app on this device, and tells when a newer one is there. It is taken when the person says so, or by the next page. */
async function keepUpToDate({ session, shell }: App): Promise<void> {
  const app = await keepApp(() =>
    shell.tell(say('offline.newer'), 'info', { label: say('offline.reload'), run: () => window.location.reload() }),
  );
  let wasAway = false;
  effect(() => {
    const { sync } = session.status.value;
    // A server that was away may have come back as a newer one.
    if (sync === 'saved' && wasAway) app?.look();
    wasAway = sync === 'offline' || (wasAway && sync !== 'saved');
  });
}

/** Has the list of boards know this one, by its name, when no server can be asked. Nothing of a board that is refused. */
function noteBoard({ session, editor }: App): void {
  const wasLetIn = signal(false);
  effect(() => {
    if (session.status.value.sync === 'saved') wasLetIn.value = true;
  });
  effect(() => {
    const [id, title, role] = [session.id.value, editor.name.value, editor.role.value];
    if (id !== undefined && wasLetIn.value) noteOpened(session.storage, { id, title, role }, new Date());
  });
}

/** Has the tabs of this browser that show one board agree while there is no server. */
function joinTabs({ session }: App): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const { doc, kept } = session;
  const sync = computed(() => session.status.value.sync);
  session.onBoard((id) => {
    const channel = new BroadcastChannel(`gesso:${id}`);
    return shareAmongTabs({ doc, channel, sync, isKept: () => ['here', 'late'].includes(kept.peek()) });
  });
}

/** One who has installed the app means it to stay: the browser is asked not to clear it away, nor the boards. Elsewhere it may ask back. */
async function askToStay(): Promise<void> {
  if (window.matchMedia('(display-mode: standalone)').matches) await navigator.storage?.persist?.().catch(() => false);
}

/** Begins what makes a board independent of its server. */
export async function begin(app: App): Promise<void> {
  noteBoard(app);
  joinTabs(app);
  void askToStay();
  // While one develops there is no build to keep.
  if (import.meta.env.PROD) await keepUpToDate(app);
}
