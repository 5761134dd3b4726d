import { type Signal, signal } from '@preact/signals';
import type { App } from '../../ui/app-context.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { closePast, type Past, type Version, type VersionPage, type Versions, versionsOf } from './versions.ts';

/** How the board was drawn, what has changed since a moment (ms since 1970), or what of one person is taken back. */
export type Way = { readonly kind: 'film' | 'takeBack' } | { readonly kind: 'since'; readonly from: number };

/** The list of versions, and the one that is looked at. */
export interface History {
  /** What is known of the list; undefined until it has come. */
  readonly page: Signal<VersionPage | undefined>;
  /** Why the list could not be had. */
  readonly failure: Signal<string | undefined>;
  /** Something is asked of the server. */
  readonly busy: Signal<boolean>;
  /** The version that was chosen, shown or on its way. */
  readonly chosen: Signal<Version | undefined>;
  readonly past: Signal<Past | undefined>;
  readonly comparing: Signal<boolean>;
  /** Another way to look back than by a version, shown or on its way. */
  readonly way: Signal<Way | undefined>;
  look(): Promise<void>;
  more(): Promise<void>;
  add(name: string): Promise<boolean>;
  rename(version: Version, name: string): Promise<boolean>;
  remove(version: Version): Promise<boolean>;
  choose(version: Version): Promise<void>;
  /** Back to the board as it is. */
  leave(): void;
}

/** The list begins as the panel opens, and is read again after all that is done to it. */
export function openHistory({ session, shell }: Pick<App, 'session' | 'shell'>): History {
  const versions: Versions = versionsOf(session);
  const page = signal<VersionPage | undefined>(undefined);
  const failure = signal<string | undefined>(undefined);
  const busy = signal(false);
  const chosen = signal<Version | undefined>(undefined);
  const past = signal<Past | undefined>(undefined);
  const comparing = signal(false);
  const way = signal<Way | undefined>(undefined);

  /** Returns whether it could be done; else it is said why. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true;
    failure.value = undefined;
    try {
      await work();
      return true;
    } catch (error) {
      const sentence = sentenceOf(error);
      if (page.peek() === undefined) failure.value = sentence;
      else shell.tell(sentence, 'error');
      return false;
    } finally {
      busy.value = false;
    }
  }
  const read = async () => {
    page.value = await versions.list(undefined, { authors: true });
  };
  const change = (work: () => Promise<void>) => attempt(() => work().then(read));
  const show = (next: Past | undefined) => {
    const before = past.peek();
    past.value = next;
    if (before !== undefined) closePast(before);
  };
  const leave = () => {
    comparing.value = false;
    way.value = undefined;
    chosen.value = undefined;
    show(undefined);
  };

  return {
    page,
    failure,
    busy,
    chosen,
    past,
    comparing,
    way,
    look: async () => void (await attempt(read)),
    more: async () =>
      void (await attempt(async () => {
        const { versions: known = [], next } = page.peek() ?? {};
        const older = await versions.list(next, { authors: true });
        page.value = { ...older, versions: [...known, ...older.versions] };
      })),
    add: (name) => change(() => versions.add(name)),
    rename: (version, name) => change(() => versions.rename(version.id, name)),
    async remove(version) {
      const isDone = await change(() => versions.remove(version.id));
      if (isDone && chosen.peek()?.id === version.id) leave();
      return isDone;
    },
    async choose(version) {
      if (chosen.peek()?.id === version.id) return;
      chosen.value = version;
      const isOpen = await attempt(async () => {
        const opened = await versions.open(version);
        // Another was chosen meanwhile, or none.
        if (chosen.peek() !== version) return closePast(opened);
        comparing.value = false;
        return show(opened);
      });
      if (!isOpen && chosen.peek() === version) chosen.value = past.peek()?.version;
    },
    leave,
  };
}
