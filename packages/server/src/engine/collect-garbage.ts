import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects all garbage, which keeps everybody waiting meanwhile. The engine shows its collector only under a flag, and only to
 * contexts made after that; where it does not, nothing is collected.
 */
export const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
};
