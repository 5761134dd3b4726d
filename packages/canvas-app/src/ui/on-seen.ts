/** Calls back when what is seen of the page becomes another, as when the keyboard of a phone comes or goes. Returns its stop. */
export const onSeen = (run: () => void): (() => void) => {
  const seen = window.visualViewport;
  seen?.addEventListener('resize', run);
  return () => seen?.removeEventListener('resize', run);
};
