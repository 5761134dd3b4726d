import type { NoticeMessage, Person, Role } from '@gesso/crdt-schema';
import { computed, effect, untracked } from '@preact/signals-core';
import { pathOf } from '../../network/link-memory.ts';
import type { App } from '../../ui/app-context.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';
import { Asking } from './Asking.tsx';
import { AskToDraw } from './AskToDraw.tsx';
import { atButton } from './at-button.ts';
import { awaitRestore } from './await-restore.ts';
import { noteAsked } from './has-asked.ts';
import { nameOfCopy } from './name-of-copy.ts';
import { noteAsking, peopleShown } from './note-asking.ts';
import { copyBoard } from './own-copy.ts';
import { openPeople } from './people.ts';

type Here = Pick<App, 'session' | 'shell'>;

const peopleOf = ({ session }: Here) => openPeople(session.api, session.id.peek() ?? '');

const told = ({ shell }: Here, work: Promise<unknown>): void => {
  work.catch((error: unknown) => shell.tell(sentenceOf(error), 'error'));
};

/** Who this page has told of: the server says it again to each connection of the owner, as long as nobody has answered. */
const toldOf = new Set<string>();

/** Tells the owner that a person asks to draw, with a way to let them. */
function tellOfAsking(app: Here, { name, id }: Person, isNew: boolean): void {
  noteAsking(true);
  if (!isNew && toldOf.has(id)) return;
  toldOf.add(id);
  const sentence = say('sharePanel.asks', { name });
  if (peopleShown.current) {
    app.shell.tell(sentence);
    return;
  }
  app.shell.tell(sentence, 'info', {
    label: say('sharePanel.letDraw'),
    run: () =>
      told(
        app,
        peopleOf(app)
          .give(id, 'editor')
          // Others may ask as well: the list of people says so.
          .then(() => peopleOf(app).people())
          .then((people) => noteAsking(people.some(({ asks }) => asks))),
      ),
  });
}

/** Passes on a word of the server about a person. */
function hear(app: Here, { code, person }: NoticeMessage): void {
  if (code === 'SAID_NOT_NOW') {
    noteAsked(false);
    app.shell.tell(say('sharePanel.saidNotNow'));
  } else if (person !== undefined) tellOfAsking(app, person, code === 'ASKS_TO_EDIT');
}

/** Whether nobody but the owner drew when this page asked last. */
let ownerDrew = false;

function sentenceFor(was: Role, now: Exclude<Role, 'owner'>, ownerDraws: boolean) {
  if (now === 'editor') return ownerDrew ? 'everybodyNow' : 'drawNow';
  if (now === 'viewer') return 'onlyLook';
  if (ownerDraws) return 'onlyOwnerNow';
  return was === 'viewer' ? 'commentNow' : 'onlyComment';
}

/** Tells a person who is on the board that they may do something else now. */
export async function tellOfRole(app: Here, was: Role, now: Role): Promise<void> {
  noteAsked(false);
  if (was === 'owner') {
    // They have handed it over themselves, and were told so.
    noteAsking(false);
  } else if (now === 'owner') app.shell.tell(say('sharePanel.yoursNow'));
  else {
    const ownerDraws = await peopleOf(app)
      .ownerDraws()
      .catch(() => false);
    if (app.session.connection.role.peek() !== now) return;
    app.shell.tell(say(`sharePanel.${sentenceFor(was, now, ownerDraws)}`));
    ownerDrew = ownerDraws;
  }
}

/** Has the owner told of a person who asks to draw, who may only look offered it, and a board come back out of the trash. Returns its stop. */
export function begin(app: App): Stop {
  // In a frame of another site nobody is anybody who could be let.
  if (app.session.visitor === undefined) atButton.value = { On: Asking, Beside: AskToDraw };
  const notices = app.session.connection.told;
  const isInTrash = computed(() => app.status.value.reason === 'BOARD_IN_TRASH');
  const stops = [
    effect(() => {
      const notice = notices.value;
      if (notice?.person) untracked(() => hear(app, notice));
    }),
    effect(() => (isInTrash.value ? untracked(() => awaitRestore(app)) : undefined)),
  ];
  return () => {
    atButton.value = {};
    for (const stop of stops) stop();
  };
}

/** Goes on in a board of one's own with what is on this one. */
export function keepCopy(app: App): void {
  const { shell, editor } = app;
  shell.tell(say('sharePanel.copying'));
  const name = nameOfCopy(editor.name.peek(), 'keptName');
  told(
    app,
    copyBoard(app, name).then(({ edit }) => window.location.assign(edit === '' ? '/boards' : pathOf(edit))),
  );
}

/** Asks the owner to be let draw, and says whether they are here; who draws alone has answered before. */
export function askToDraw(app: Here): void {
  const people = peopleOf(app);
  const ask = async () => {
    if (await people.ownerDraws()) {
      app.shell.tell(say('sharePanel.onlyOwnerLooks'));
      return;
    }
    const heard = await people.ask();
    noteAsked(true);
    app.shell.tell(say(heard ? 'sharePanel.asked' : 'sharePanel.nobodyHears'));
  };
  told(app, ask());
}
