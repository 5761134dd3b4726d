import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';

/** Tells why a comment could not be written: the server has not said yet who writes, or the board is full. Returns false. */
export function cannotSend({ shell, you }: Pick<App, 'shell' | 'you'>): false {
  shell.tell(say(you.peek() === undefined ? 'comments.notYet' : 'comments.full'), 'error');
  return false;
}
