/** ms without a key after which what is typed next is meant. */
const pause = 1_500;

/**
 * Lets keys go nowhere while a person is still typing into what is gone, so that their letters choose no tools: until they
 * pause or press somewhere. Keys held with Ctrl or Cmd are meant, no matter what came before. Returns its end.
 */
export const swallowTyping = (target: Window): (() => void) => {
  const abort = new AbortController();
  const options = { capture: true, signal: abort.signal };
  const stop = () => {
    clearTimeout(timer);
    abort.abort();
  };
  let timer = setTimeout(stop, pause);
  target.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      clearTimeout(timer);
      timer = setTimeout(stop, pause);
    },
    options,
  );
  target.addEventListener('pointerdown', stop, options);
  return stop;
};
