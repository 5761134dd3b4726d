import { useSignal } from '@preact/signals';
import { Check, Copy } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { TextButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';

/** How long the button says that it has copied (ms). */
const copiedMs = 1_600;

interface CopyButtonProps {
  readonly text: () => string;
  readonly label: string;
  readonly main?: boolean;
  /** Whether it takes the keyboard as it appears, and comes into view. */
  readonly first?: boolean | undefined;
}

/** Copies an address or what is put into a page, and says so on the button itself. */
export function CopyButton({ text, label, main = false, first = false }: CopyButtonProps) {
  const { shell } = useApp();
  const host = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!first) return;
    host.current?.querySelector('button')?.focus({ preventScroll: true });
    host.current?.scrollIntoView({ block: 'center' });
  }, [first]);
  const copied = useSignal(false);
  const copy = async () => {
    copied.value = await copyText(text());
    if (!copied.value) shell.tell(say('share.copyFailed'), 'error');
    setTimeout(() => {
      copied.value = false;
    }, copiedMs);
  };
  const said = copied.value ? say('sharePanel.copied') : label;
  return (
    <span ref={host} class="copy-button">
      <TextButton kind={main ? 'filled' : 'plain'} icon={copied.value ? Check : Copy} onPress={() => void copy()}>
        {/* As wide as before while it says something shorter: nothing beside it moves. */}
        <span class="steady" data-widest={label}>
          {said}
        </span>
      </TextButton>
    </span>
  );
}
