import { type Element, hasCells, showsPicture } from '@gesso/crdt-schema';
import type { Box } from '@gesso/drawing';
import { AlignStartVertical, BringToFront, Captions, CopyPlus, Crop, ImageUp, Lock, Trash } from 'lucide';
import { useEffect, useState } from 'preact/hooks';
import { noDraft } from '../editor/draft.ts';
import type { Editor } from '../editor/editor.ts';
import { seenOf } from '../editor/hiding.ts';
import { isNote } from '../editor/next-element.ts';
import { say } from '../words/later.ts';
import { AlignMenu } from './AlignMenu.tsx';
import { useApp } from './app-context.ts';
import { authorIcon } from './parts/author-icon.ts';
import { CommandButton, IconButton, TextButton } from './parts/Button.tsx';
import { moveFocus } from './parts/roving.ts';
import { isTouched, selectionBarPlace } from './selection-bar-place.ts';

/** Width of the bar, in CSS pixels: buttons with air between and around them, as `islands.css` has it. */
const widthOf = (buttons: number): number => buttons * (isTouched() ? 46 : 38) + 6;

/** Width of the button that unlocks, which says so, in CSS pixels. */
const unlockWidth = 92;

/** Whether there are several things to line up, a group as one of them. */
function canAlign(editor: Editor, selected: readonly Element[]): boolean {
  const unitOf = (element: Element) => editor.innerGroups(element).at(-1) ?? element.id;
  const first = selected.find(({ locked }) => !locked);
  const unit = first && unitOf(first);
  return unit !== undefined && selected.some((element) => !element.locked && unitOf(element) !== unit);
}

/** Near a selection: the actions used most, or the way to unlock it. Hidden while something is being dragged. */
export const SelectionBar = () => {
  const { editor } = useApp();
  void editor.version.value;
  const busy =
    editor.draft.value !== noDraft || editor.marquee.value !== undefined || editor.editing.value !== undefined;
  if (editor.selection.value.size === 0 || busy || !editor.canEdit.value) return null;
  const box = editor.selectionBounds();
  const selected = seenOf(editor, editor.selected());
  // A table has a bar of its own, with these and its rows and columns.
  if (box === undefined || (selected.length === 1 && hasCells(selected[0]) && !selected[0].locked)) return null;
  return <Bar box={box} selected={selected} aligns={canAlign(editor, selected)} />;
};

interface BarProps {
  /** Around what is selected, board units. */
  readonly box: Box;
  readonly selected: readonly Element[];
  /** Whether there is something to line up. Told, because the bar is laid out anew with each frame in which the paper moves. */
  readonly aligns: boolean;
}

/** The bar of what is selected, near the box around it. */
const Bar = ({ box, selected, aligns }: BarProps) => {
  const { editor, commands, context } = useApp();
  const [isAligning, setAligning] = useState(false);
  // What is ungrouped later does not bring the menu back.
  useEffect(() => {
    if (!aligns) setAligning(false);
  }, [aligns]);
  const isLocked = selected.every(({ locked }) => locked);
  const [first, another] = selected;
  const only = another === undefined ? first : undefined;
  const isPicture = only !== undefined && !isLocked && showsPicture(only);
  const ofNote = only !== undefined && isNote(only);
  const buttons = (isLocked ? 1 : 3) + (isPicture ? 3 : 0) + (ofNote ? 1 : 0) + (aligns ? 1 : 0);
  const wide = widthOf(buttons) + (isLocked ? unlockWidth : 0);
  const { x, y, isInView } = selectionBarPlace(box, editor, wide);
  if (!isInView) return null;
  return (
    <>
      <div
        class="island selection-bar"
        role="toolbar"
        aria-label={say('selection.bar')}
        style={{ transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)` }}
        onKeyDown={moveFocus}
      >
        {isPicture ? (
          <>
            <CommandButton id="picture.crop" icon={Crop} />
            <CommandButton id="picture.replace" icon={ImageUp} />
            <CommandButton id="picture.describe" icon={Captions} />
          </>
        ) : null}
        {ofNote ? <CommandButton id="edit.author" icon={authorIcon} /> : null}
        {aligns ? (
          <IconButton
            icon={AlignStartVertical}
            label={say('selection.align')}
            expanded={isAligning}
            onPress={() => setAligning(!isAligning)}
          />
        ) : null}
        <CommandButton id="edit.duplicate" icon={CopyPlus} />
        {isLocked ? (
          <TextButton icon={Lock} kind="quiet" onPress={() => commands['arrange.lock']?.run(context)}>
            {say('selection.unlock')}
          </TextButton>
        ) : (
          <>
            <CommandButton id="arrange.front" icon={BringToFront} />
            <CommandButton id="edit.delete" icon={Trash} tone="danger" />
          </>
        )}
      </div>
      {isAligning && aligns ? <AlignMenu close={() => setAligning(false)} /> : null}
    </>
  );
};
