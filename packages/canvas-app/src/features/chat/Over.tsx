import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { saying } from '../../ui/saying.ts';
import { say } from '../../words/later.ts';
import { Bubbles } from './Bubbles.tsx';
import { Field, Mine } from './Field.tsx';
import { Floats } from './Floats.tsx';
import { afterMs, createLine } from './line.ts';
import { usePointed } from './place.ts';
import { ReactionRow } from './ReactionRow.tsx';
import { hearReactions } from './react.ts';
import { reactionName } from './reaction-name.ts';
import { createRested } from './rested.ts';
import './chat.css';

/** Tells those who cannot see it what people say, once it rests, and how they react. */
function Told() {
  const app = useApp();
  const words = useSignal('');
  /** Whether a line is told, which may be said again; a reaction stays until something else is told. */
  const isLine = useRef(false);
  const rested = useMemo(
    () =>
      createRested(({ name, chat = '' }) => {
        words.value = say('chat.says', { name, line: chat });
        isLine.current = true;
      }, afterMs),
    [words],
  );
  useSignalEffect(() => {
    const peers = app.editor.peers.value;
    // The same line is read aloud again when it is said again.
    if (isLine.current && peers.every(({ chat }) => chat === undefined)) words.value = '';
    rested.hear(peers);
  });
  useLayoutEffect(() => {
    const stopHearing = hearReactions(app, (name, reaction) => {
      const told = say('chat.reacts', { name, reaction: reactionName(reaction) });
      // What is told again is read aloud again where it is not the same to the letter.
      words.value = words.peek() === told ? `${told}\u00a0` : told;
      isLine.current = false;
    });
    return () => {
      stopHearing();
      rested.stop();
    };
  }, [app, rested, words]);
  return (
    <p class="unseen" role="status" data-for="chat">
      {words.value}
    </p>
  );
}

/** All that is said and felt beside pointers. */
export function Over() {
  const { editor, shell } = useApp();
  const pointed = usePointed(editor);
  const line = useMemo(
    () =>
      createLine({
        say: (text) => {
          saying.value = text;
        },
        close() {
          if (shell.panel.peek() === 'chat') shell.closePanel();
        },
        after: afterMs,
      }),
    [shell],
  );
  // Nobody is left to hear it.
  useEffect(
    () => () => {
      line.withdraw();
      if (shell.panel.peek() === 'react') shell.closePanel();
    },
    [line, shell],
  );
  const panel = shell.panel.value;
  return (
    <>
      <Bubbles />
      {panel === 'chat' ? <Field pointed={pointed} line={line} /> : <Mine pointed={pointed} />}
      {panel === 'react' ? <ReactionRow pointed={pointed} /> : null}
      <Floats />
      <Told />
    </>
  );
}
