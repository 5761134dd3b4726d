import { useSignal, useSignalEffect } from '@preact/signals';
import { computed, untracked } from '@preact/signals-core';
import { render } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { isSmall } from '../../editor/camera.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { anchorFor } from './anchor.ts';
import { Card } from './Card.tsx';
import { followKeyboard } from './covered.ts';
import { hearNew } from './hear-new.ts';
import { threadIn } from './link-to.ts';
import { listing } from './listing.ts';
import { followTime } from './now.ts';
import { goToThread, opened, said } from './opened.ts';
import { Pins } from './Pins.tsx';
import { Preview } from './Preview.tsx';
import { type PinsOnBoard, pinsOnBoard } from './pins-on-board.ts';
import { areHidden } from './state.ts';
import { openTalk, type Talk } from './talk.ts';
import './pins.css';
import './card.css';
import './panel.css';

/** Opens the field for a comment that was asked for. */
function answer({ editor, shell }: App): void {
  const asked = editor.commenting.peek();
  if (asked === undefined) return;
  editor.askComment();
  if (!editor.canComment.peek()) return;
  // What is written is to be seen.
  areHidden.value = false;
  if (shell.panel.peek() === 'comments' && isSmall(editor.viewport.peek())) shell.closePanel();
  opened.value = { type: 'new', anchor: anchorFor(editor, asked) };
}

/** Shows the pins over the paper and below the bars. Returns its stop. */
function showPins(app: App, talk: Talk, pins: PinsOnBoard): () => void {
  const host = document.createElement('div');
  document.querySelector('.surface')?.after(host);
  render(<Pins app={app} talk={talk} pins={pins} />, host);
  return () => {
    render(null, host);
    host.remove();
  };
}

/** Opens the thread that the address asks for, as soon as it is there. */
function openAsked(app: App, { threads }: Talk): () => void {
  const id = threadIn(window.location.hash);
  if (id === undefined) return () => {};
  const look = () => {
    const thread = threads.peek().find((one) => one.id === id);
    if (thread === undefined) return;
    stop();
    // Where the board was left last is not where the link leads.
    void app.session.opened.then(() => setTimeout(() => goToThread(app, thread)));
  };
  let stop = () => {};
  stop = threads.subscribe(() => untracked(look));
  look();
  return () => stop();
}

/** Opens what is said about the board, and follows it. */
function useTalk() {
  const app = useApp();
  const [{ talk, pins }] = useState(() => {
    const opening = openTalk(app);
    // Before anything is shown: what is typed meanwhile is meant for the field.
    answer(app);
    const showsResolved = computed(() => app.shell.panel.value === 'comments' && listing.value === 'resolved');
    return { talk: opening, pins: pinsOnBoard(app, opening, showsResolved) };
  });
  useLayoutEffect(() => {
    const stops = [
      followTime(),
      followKeyboard(),
      showPins(app, talk, pins),
      openAsked(app, talk),
      hearNew(app, talk, (words) => {
        said.value = { words };
      }),
      pins.stop,
      talk.stop,
    ];
    return () => {
      for (const stop of stops) stop();
      opened.value = undefined;
    };
  }, [app, talk, pins]);
  return { app, talk, pins };
}

/** What is shown of comments over the board: pins, the card beside one, and what is read aloud. */
function Open() {
  const { app, talk, pins } = useTalk();
  useSignalEffect(() => {
    if (app.editor.commenting.value !== undefined) untracked(() => answer(app));
  });
  const { words } = said.value;
  return (
    <>
      <Preview talk={talk} />
      <Card talk={talk} pins={pins} />
      <p class="unseen" role="status" data-for="comments">
        {words}
      </p>
    </>
  );
}

/** The same, once the drawing is painted or a person asks for it: many comments take as long to be read as that. */
export function Over() {
  const { session, scene, editor, shell } = useApp();
  const isDue = useSignal(false);
  useLayoutEffect(() => {
    // Behind the frame that has just been made, or it would be shown only then.
    const begin = () => {
      isDue.value = true;
    };
    void session.opened.then(scene.settled).then(() => setTimeout(begin));
  }, [session, scene, isDue]);
  if (editor.commenting.value !== undefined || shell.panel.value === 'comments') isDue.value = true;
  return isDue.value ? <Open /> : null;
}
