import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { initials } from '../../ui/initials.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { whenOf } from '../../words/when.ts';
import { Failed } from './Failed.tsx';
import { linkRoles, openSharing } from './links.ts';
import { noteAsking, peopleShown } from './note-asking.ts';
import { type BoardPeople, type BoardPerson, inOrder, openPeople, stillHere } from './people.ts';
import { roleName } from './role-name.ts';

/** What the owner is asked about before it is done to a person. */
type Question = 'remove' | 'handOver';

interface PersonProps {
  readonly person: BoardPerson;
  readonly people: BoardPeople;
  /** Nobody else draws at the moment: what a person may do then is what they have again afterwards. */
  readonly ownerDraws: boolean;
  /** Does something, and asks who is there then unless that is not for this person any more. */
  readonly attempt: (work: () => Promise<unknown>, isLast?: boolean) => void;
}

/** Asks before a person is sent away or given the board. */
function Asked({ person, people, attempt, asking }: PersonProps & { readonly asking: Signal<Question | undefined> }) {
  const { shell, session } = useApp();
  const sharing = openSharing(session);
  const linksToo = useSignal(false);
  const name = nameOf(person);
  const isRemoval = asking.value === 'remove';
  const doIt = () =>
    attempt(async () => {
      asking.value = undefined;
      if (isRemoval) {
        await people.remove(person.id);
        if (linksToo.peek()) for (const link of person.links) await sharing.turnOff(link);
      } else {
        await people.handOver(person.id);
        shell.tell(say('sharePanel.handedOver', { name }));
      }
    }, !isRemoval);
  return (
    <div class="link-ask" role="alert">
      <p>{say(isRemoval ? 'sharePanel.removeAsk' : 'sharePanel.handOverAsk', { name })}</p>
      {isRemoval && person.links.length > 0 ? (
        <label class="link-too">
          <input
            type="checkbox"
            checked={linksToo.value}
            onChange={({ currentTarget }) => {
              linksToo.value = currentTarget.checked;
            }}
          />
          {say('sharePanel.linkToo')}
        </label>
      ) : null}
      <TextButton kind="danger" onPress={doIt}>
        {say(isRemoval ? 'sharePanel.remove' : 'sharePanel.handOver')}
      </TextButton>
      <TextButton
        onPress={() => {
          asking.value = undefined;
        }}
      >
        {say('sharePanel.cancel')}
      </TextButton>
    </div>
  );
}

/** The server knows no names of accounts whose people are not here. */
const nameOf = ({ name }: BoardPerson): string => name || say('sharePanel.account');

function whereabouts({ asks, here, isRemoved, seenAt }: BoardPerson): string {
  if (asks) return say('sharePanel.asksRow');
  if (isRemoved) return say('sharePanel.removed');
  if (here) return say('sharePanel.here');
  return seenAt === undefined
    ? ''
    : say('sharePanel.seen', { when: whenOf(seenAt, Date.now(), document.documentElement.lang) });
}

function PersonRow(props: PersonProps) {
  const { person, people, attempt, ownerDraws } = props;
  const role = person.usualRole ?? 'none';
  const asking = useSignal<Question | undefined>(undefined);
  const name = nameOf(person);
  const choose = (chosen: string) => {
    if (chosen === 'remove' || chosen === 'handOver') asking.value = chosen;
    else {
      const role = linkRoles.find((known) => known === chosen);
      if (role !== undefined) attempt(() => people.give(person.id, role));
    }
  };
  return (
    <li>
      <div class="person-row">
        <span class="face" style={{ background: person.color }} aria-hidden="true">
          {initials(name)}
        </span>
        <div class="person-facts">
          <bdi>{name}</bdi>
          <small class={person.asks ? 'asks' : undefined}>{whereabouts(person)}</small>
        </div>
        {person.isRemoved ? (
          <TextButton kind="quiet" onPress={() => attempt(() => people.give(person.id, 'viewer'))}>
            {say('sharePanel.letIn')}
          </TextButton>
        ) : (
          <select
            aria-label={say('sharePanel.roleOf', { name })}
            // What was asked about and not done is not shown as chosen.
            class={ownerDraws ? 'resting' : undefined}
            value={role}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              event.currentTarget.value = role;
              choose(chosen);
            }}
          >
            {person.role === undefined ? <option value="none">{say('sharePanel.noWayIn')}</option> : null}
            {[...linkRoles].reverse().map((role) => (
              <option key={role} value={role}>
                {roleName(role)}
              </option>
            ))}
            <hr />
            {person.role === undefined ? null : <option value="handOver">{say('sharePanel.makeOwner')}</option>}
            <option value="remove">{say('sharePanel.removeFrom')}</option>
          </select>
        )}
      </div>
      {person.asks ? (
        <div class="person-asks">
          <TextButton kind="filled" onPress={() => attempt(() => people.give(person.id, 'editor'))}>
            {say('sharePanel.letDraw')}
          </TextButton>
          <TextButton onPress={() => attempt(() => people.notNow(person.id))}>{say('sharePanel.notNow')}</TextButton>
        </div>
      ) : null}
      {asking.value === undefined ? null : <Asked {...props} asking={asking} />}
    </li>
  );
}

interface OnlyOwnerProps extends Pick<PersonProps, 'people'> {
  readonly ownerDraws: Signal<boolean>;
  readonly attempt: (work: () => Promise<unknown>) => Promise<void>;
}

/** The switch by which nobody but the owner draws. */
function OnlyOwner({ ownerDraws, people, attempt }: OnlyOwnerProps) {
  return (
    <label class="field check explained">
      <span class="field-name">
        {say('sharePanel.onlyOwner')}
        <small>{say('sharePanel.onlyOwnerHint')}</small>
      </span>
      <input
        type="checkbox"
        class="switch"
        checked={ownerDraws.value}
        onChange={({ currentTarget }) => {
          const only = currentTarget.checked;
          ownerDraws.value = only;
          void attempt(async () => {
            await people.letDraw(only ? 'owner' : 'everybody').catch((error: unknown) => {
              ownerDraws.value = !only;
              throw error;
            });
          });
        }}
      />
    </label>
  );
}

/** People of the board, what each may do, and whether they may draw at the moment. */
export function People() {
  const { editor, session, shell } = useApp();
  const list = useSignal<readonly BoardPerson[] | undefined>(undefined);
  const ownerDraws = useSignal(false);
  const busy = useSignal(false);
  const people = openPeople(session.api, session.id.peek() ?? '');
  const comingBack = useMemo(stillHere, []);
  const failure = useSignal<string | undefined>(undefined);
  /** `isQuiet`: nobody has asked for it, and what was there before goes on being shown where it fails. */
  const attempt = async (work: () => Promise<unknown>, { isLast = false, isQuiet = false } = {}) => {
    busy.value = true;
    failure.value = undefined;
    try {
      await work();
      if (isLast || editor.role.peek() !== 'owner') return;
      const now = comingBack(list.peek() ?? [], await people.people(), performance.now());
      list.value = inOrder(now);
      noteAsking(now.some(({ asks }) => asks));
    } catch (error) {
      const sentence = sentenceOf(error);
      if (list.peek() === undefined) failure.value = sentence;
      else if (!isQuiet) shell.tell(sentence, 'error');
    } finally {
      busy.value = false;
    }
  };
  const askWhoIsThere = () =>
    void attempt(
      async () => {
        ownerDraws.value = await people.ownerDraws();
      },
      // Who has just handed the board over is not told of it by a refusal.
      { isQuiet: true },
    );
  // Not at each move of a pointer, but when a person comes or goes.
  const here = useComputed(() =>
    editor.peers.value
      .map(({ id }) => id)
      .sort()
      .join(),
  ).value;
  // Those who ask change the list as well.
  const notice = session.connection.told.value;
  useEffect(askWhoIsThere, [here, notice]);
  useEffect(() => {
    peopleShown.current = true;
    return () => {
      peopleShown.current = false;
    };
  }, []);
  if (failure.value !== undefined) return <Failed sentence={failure.value} onAgain={askWhoIsThere} />;
  if (list.value === undefined) return <div class="link-card skeleton" aria-busy="true" />;
  return (
    <div aria-busy={busy.value}>
      <OnlyOwner ownerDraws={ownerDraws} people={people} attempt={attempt} />
      {list.value.length === 0 ? <p class="none">{say('sharePanel.nobody')}</p> : null}
      <ul class="people-list" aria-label={say('sharePanel.people')}>
        {list.value.map((person) => (
          <PersonRow
            key={person.id}
            person={person}
            people={people}
            ownerDraws={ownerDraws.value}
            attempt={(work, isLast = false) => void attempt(work, { isLast })}
          />
        ))}
      </ul>
    </div>
  );
}
