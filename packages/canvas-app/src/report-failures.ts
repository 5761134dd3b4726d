import { Failure } from '@gesso/crdt-schema';
import type { Command } from './commands/command.ts';
import { noDraft } from './editor/draft.ts';
import type { Editor } from './editor/editor.ts';
import type { Gesture } from './gestures/gesture.ts';
import type { InputTarget } from './input/target.ts';

/** Runs what a person does by hand. What a rule of the board refuses is told them; undefined is given for it then. */
export type ByHand = <T>(run: () => T) => T | undefined;

/** `tell` gets every failure, once. */
export const hearFailures =
  (tell: (failure: Failure) => void): ByHand =>
  (run) => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      tell(error);
      return undefined;
    }
  };

const gestureByHand = (gesture: Gesture, editor: Pick<Editor, 'showDraft'>, byHand: ByHand): Gesture => {
  /** A gesture that was refused is over; what it showed goes back to how it is on the board. */
  const ending = (run: () => void) =>
    byHand(() => {
      try {
        run();
      } catch (error) {
        editor.showDraft(noDraft);
        throw error;
      }
    });
  return {
    ...gesture,
    move: (pointer) => void byHand(() => gesture.move(pointer)),
    end: (pointer) => void ending(() => gesture.end(pointer)),
    ...(gesture.lost === undefined ? {} : { lost: () => void ending(() => gesture.lost?.()) }),
  };
};

/** The same target, all of whose presses are told when they fail. */
export const targetByHand = (target: InputTarget, editor: Pick<Editor, 'showDraft'>, byHand: ByHand): InputTarget => ({
  ...target,
  press(pointer, erase) {
    const gesture = byHand(() => target.press(pointer, erase));
    return gesture && gestureByHand(gesture, editor, byHand);
  },
  doublePress: (pointer) => void byHand(() => target.doublePress(pointer)),
});

/** The same commands, told when they fail, and when they do not: by their ids to `ran`. */
export const commandsByHand = (
  commands: Readonly<Record<string, Command>>,
  byHand: ByHand,
  ran: (id: string) => void,
): Readonly<Record<string, Command>> =>
  Object.fromEntries(
    Object.entries(commands).map(([id, command]) => [
      id,
      {
        ...command,
        run: (context) =>
          void byHand(() => {
            command.run(context);
            ran(id);
          }),
      },
    ]),
  );

/** Tells of failures that got past every other way of hearing them; they stay visible to developers. Returns its stop. */
export const hearTheRest = (target: Window, tell: (failure: Failure) => void): (() => void) => {
  const onError = ({ error }: ErrorEvent) => {
    if (error instanceof Failure) tell(error);
  };
  const onRejection = ({ reason }: PromiseRejectionEvent) => {
    if (reason instanceof Failure) tell(reason);
  };
  target.addEventListener('error', onError);
  target.addEventListener('unhandledrejection', onRejection);
  return () => {
    target.removeEventListener('error', onError);
    target.removeEventListener('unhandledrejection', onRejection);
  };
};
