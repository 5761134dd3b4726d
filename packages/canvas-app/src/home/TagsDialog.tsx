import { tagLimits } from '@gesso/crdt-schema';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type Board, tagKey } from './board.ts';
import type { Boards } from './boards.ts';
import { Question } from './Question.tsx';
import { useTeller } from './Told.tsx';
import { say } from './words.ts';

interface TagsDialogProps {
  readonly board: Board;
  readonly boards: Boards;
  readonly name: string;
  readonly onClose: () => void;
}

/** Each once, in any case, the first way it is written. */
const once = (tags: readonly string[]): readonly string[] =>
  [...new Map([...tags].reverse().map((tag) => [tagKey(tag), tag])).values()].reverse();

/** What is ticked and offered while the dialog is open. */
function useTagging({ board, boards }: Pick<TagsDialogProps, 'board' | 'boards'>) {
  const field = useRef<HTMLInputElement>(null);
  const offered = useSignal(once([...board.tags, ...boards.tags.peek().map(({ tag }) => tag)]));
  const ticked = useSignal<ReadonlySet<string>>(new Set(board.tags.map(tagKey)));
  const tick = (tag: string, isOn: boolean) => {
    const next = new Set(ticked.peek());
    if (isOn) next.add(tagKey(tag));
    else next.delete(tagKey(tag));
    ticked.value = next;
  };
  return {
    field,
    tick,
    offered: offered.value,
    isTicked: (tag: string) => ticked.value.has(tagKey(tag)),
    isFull: ticked.value.size >= tagLimits.perBoard,
    /** Takes what was typed among the tags. Returns whether there was something. */
    add(): boolean {
      const typed = field.current?.value.trim().replace(/\s+/g, ' ') ?? '';
      if (field.current !== null) field.current.value = '';
      if (typed === '' || ticked.peek().size >= tagLimits.perBoard) return false;
      offered.value = once([...offered.peek(), typed]);
      tick(typed, true);
      return true;
    },
    chosen: () => offered.peek().filter((tag) => ticked.peek().has(tagKey(tag))),
  };
}

type Tagging = ReturnType<typeof useTagging>;

function Choices({ offered, isTicked, isFull, tick }: Tagging) {
  if (offered.length === 0) return null;
  return (
    <fieldset aria-label={say('tags')}>
      {offered.map((tag) => (
        <label key={tagKey(tag)}>
          <input
            type="checkbox"
            checked={isTicked(tag)}
            disabled={isFull && !isTicked(tag)}
            onChange={({ currentTarget }) => tick(tag, currentTarget.checked)}
          />
          <bdi>{tag}</bdi>
        </label>
      ))}
    </fieldset>
  );
}

/** The tags of a board: those there are to be ticked, and a new one to be typed. */
export function TagsDialog({ board, boards, name, onClose }: TagsDialogProps) {
  const { attempt } = useTeller();
  const tagging = useTagging({ board, boards });
  const { field, isFull, add } = tagging;
  const save = () => {
    add();
    onClose();
    void attempt(() => boards.tag(board.id, tagging.chosen()));
  };
  return (
    <Question title={say('tagsOf', { name })} onClose={onClose}>
      <form
        class="home-tagging"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Choices {...tagging} />
        <div class="home-new-tag">
          <input
            ref={field}
            class="search"
            dir="auto"
            maxLength={tagLimits.length}
            disabled={isFull}
            aria-label={say('newTag')}
            placeholder={say('newTag')}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.isComposing && add()) event.preventDefault();
            }}
          />
          <button type="button" class="text-button" disabled={isFull} onClick={add}>
            {say('addTag')}
          </button>
        </div>
        <p role="status">{isFull ? say('tagsFull', { n: tagLimits.perBoard }) : ''}</p>
        <footer>
          <button type="button" class="text-button" onClick={onClose}>
            {say('cancel')}
          </button>
          <button type="submit" class="text-button filled">
            {say('save')}
          </button>
        </footer>
      </form>
    </Question>
  );
}
