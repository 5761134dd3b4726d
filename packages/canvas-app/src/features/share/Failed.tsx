import { TextButton } from '../../ui/parts/Button.tsx';
import { say } from '../../words/later.ts';

/** Why something could not be had, and another try. */
export const Failed = ({ sentence, onAgain }: { readonly sentence: string; readonly onAgain: () => void }) => (
  <div class="link-ask" role="alert">
    <p>{sentence}</p>
    <TextButton onPress={onAgain}>{say('pictures.again')}</TextButton>
  </div>
);
