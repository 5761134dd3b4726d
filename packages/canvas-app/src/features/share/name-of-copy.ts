import { limits } from '@gesso/crdt-schema';
import { say } from '../../words/later.ts';

/**
 * What a copy of a board is called, so that it can be told from the board. `how`: the sentence of the catalogue; `when`: the moment
 * it is a copy of.
 */
export const nameOfCopy = (name: string, how: 'keptName' | 'frozenName', when = ''): string => {
  const called = (short: string) => say(`sharePanel.${how}`, { name: short, when });
  const whole = name === '' ? say('app.untitled') : name;
  // The name of a board may be full already: what tells the copy apart stays.
  const room = limits.nameLength - called('').length;
  return called(whole.slice(0, room));
};
