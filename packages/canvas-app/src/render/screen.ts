import type { EditorState } from '../editor/state.ts';

export interface Screen {
  /** Device pixels per CSS pixel. */
  ratio(): number;
  reducedMotion(): boolean;
  /** Whether the main pointer is a finger. */
  touch(): boolean;
  /** Typefaces have come; CSS family names. */
  onFonts(listener: (families: ReadonlySet<string>) => void): () => void;
  stop(): void;
}

/** Tells the editor the container's size, and calls back with another pixel ratio (another screen, browser zoom). */
export const watchScreen = (
  container: HTMLElement,
  { viewport, setViewport }: Pick<EditorState, 'viewport' | 'setViewport'>,
  changed: () => void,
): Screen => {
  const measure = () => {
    const { clientWidth: width, clientHeight: height } = container;
    const now = viewport.peek();
    if (now.width !== width || now.height !== height) setViewport({ width, height });
  };
  const observer = new ResizeObserver(measure);
  observer.observe(container);
  measure();

  let query: MediaQueryList | undefined;
  const listen = () => {
    query?.removeEventListener('change', ratioChanged);
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', ratioChanged);
  };
  const ratioChanged = () => {
    listen();
    changed();
  };
  listen();

  const motion = matchMedia('(prefers-reduced-motion: reduce)');
  const coarse = matchMedia('(pointer: coarse)');
  return {
    ratio: () => devicePixelRatio,
    reducedMotion: () => motion.matches,
    touch: () => coarse.matches,
    onFonts(listener) {
      const onLoaded = ({ fontfaces }: FontFaceSetLoadEvent) =>
        listener(new Set(fontfaces.map(({ family }) => family.replaceAll('"', ''))));
      document.fonts.addEventListener('loadingdone', onLoaded);
      return () => document.fonts.removeEventListener('loadingdone', onLoaded);
    },
    stop() {
      observer.disconnect();
      query?.removeEventListener('change', ratioChanged);
    },
  };
};
