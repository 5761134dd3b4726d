import { askForRich, paintRichWith } from '@gesso/drawing';

/** ms after which what could not be fetched is asked for again. */
const again = 10_000;

/** What paints rich text on this page: fetched with the first such text, because the first page has no room for it. */
export interface RichTextPaint {
  /** Calls back when it has come: what was painted plain has to be painted again. Returns its stop. */
  onLoad(listener: () => void): () => void;
  /** Resolves when it is here, or cannot be had. Returns whether there was anything to wait for. */
  settled(): Promise<boolean>;
  stop(): void;
}

export const fetchRichText = (): RichTextPaint => {
  const listeners = new Set<() => void>();
  let isHere = false;
  let coming: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fetch = async () => {
    try {
      const { paintRich } = await import('./paint-rich.ts');
      isHere = true;
      paintRichWith(paintRich);
      for (const listener of listeners) listener();
    } catch {
      timer = setTimeout(() => {
        coming = undefined;
      }, again);
    }
  };
  askForRich(() => {
    coming ??= fetch();
  });
  return {
    onLoad(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async settled() {
      if (isHere || coming === undefined) return false;
      await coming;
      return true;
    },
    stop() {
      askForRich(undefined);
      clearTimeout(timer);
    },
  };
};
