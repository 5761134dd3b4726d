import type { Repositories, Stay, StayFacts } from '../stores/repositories.ts';
import { grantOf } from './built-in.ts';
import { grantBy } from './standing.ts';

/** Stays that are looked at in one go. */
const lookedAtOnce = 1_000;

/** Whether anything lets a person in now who was let in a while ago. Rejects where that cannot be found out. */
export type MayReturn = (stay: Stay) => Promise<boolean>;

type Kept = Pick<Repositories, 'boards' | 'links' | 'memberships' | 'stays'>;

/** Answers what is asked in one turn by as few statements as that takes: a link that is turned off may have a crowd on it. */
export function createMayReturn(kept: Kept, now: () => number): MayReturn {
  const { stays } = kept;
  // Such a store has its answers without a way to another machine.
  if (stays === undefined) return async (stay) => (await grantOf(kept, stay, now())) !== undefined;
  interface Question {
    readonly stay: Stay;
    readonly answer: (mayReturn: boolean) => void;
    readonly fail: (error: unknown) => void;
  }
  let waiting: Question[] = [];
  const mayCome = ({ person }: Stay, { board, membership, links }: StayFacts): boolean =>
    board !== undefined && grantBy(person, { board, membership, links }, now()) !== undefined;
  const look = async (questions: readonly Question[]): Promise<void> => {
    try {
      const found = await stays(questions.map(({ stay }) => stay));
      questions.forEach(({ stay, answer, fail }, i) => {
        const facts = found[i];
        if (facts === undefined) fail(new Error('a stay was not looked at'));
        else answer(mayCome(stay, facts));
      });
    } catch (error) {
      for (const { fail } of questions) fail(error);
    }
  };
  const lookAtAll = (): void => {
    const asked = waiting;
    waiting = [];
    for (let at = 0; at < asked.length; at += lookedAtOnce) void look(asked.slice(at, at + lookedAtOnce));
  };
  return (stay) =>
    new Promise((answer, fail) => {
      if (waiting.push({ stay, answer, fail }) === 1) queueMicrotask(lookAtAll);
    });
}
