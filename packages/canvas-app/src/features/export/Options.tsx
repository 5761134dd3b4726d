import type { Signal } from '@preact/signals';
import { say } from '../../words/later.ts';
import type { Choice } from './choice.ts';
import { scalesShown } from './choice.ts';
import { canKeepBoard, formatNames, formats, isPixels, writesWebp } from './formats.ts';
import { Pick } from './Pick.tsx';

interface SwitchProps {
  readonly name: string;
  readonly value: Signal<boolean>;
  /** Whether it cannot be otherwise. */
  readonly isFixed?: boolean;
}

const Switch = ({ name, value, isFixed = false }: SwitchProps) => (
  <label class="field check">
    <span class="field-name">{name}</span>
    <input
      type="checkbox"
      class="switch"
      checked={value.value || isFixed}
      disabled={isFixed}
      onChange={(event) => {
        value.value = event.currentTarget.checked;
      }}
    />
  </label>
);

/** How a picture is to look. */
function Look({ choice }: { readonly choice: Choice }) {
  const { format, theme, background, keepBoard, wantedScale, scale, fitting } = choice;
  return (
    <>
      {isPixels(format.value) ? (
        <Pick
          name={say('exportPanel.scale')}
          value={scale}
          onPick={(value) => {
            wantedScale.value = value;
          }}
          options={scalesShown(fitting.value).map((n) => ({
            value: n,
            label: `${n}×`,
            disabled: !fitting.value.includes(n),
          }))}
        />
      ) : null}
      <Pick
        name={say('exportPanel.theme')}
        value={theme}
        onPick={(value) => {
          theme.value = value;
        }}
        options={[
          { value: 'light', label: say('exportPanel.light') },
          { value: 'dark', label: say('exportPanel.dark') },
        ]}
      />
      <Switch name={say('exportPanel.background')} value={background} isFixed={format.value === 'jpeg'} />
      {canKeepBoard(format.value) && choice.what.value !== 'frames' ? (
        <Switch name={say('exportPanel.keepBoard')} value={keepBoard} />
      ) : null}
    </>
  );
}

/** What there is to choose from on this board. */
interface Offered {
  readonly selection: boolean;
  readonly frames: number;
}

/** What a person can choose about the picture. */
export function Options({ choice, offered }: { readonly choice: Choice; readonly offered: Offered }) {
  const { what, format } = choice;
  const names = formatNames.filter((name) => name !== 'webp' || writesWebp());
  return (
    <div class="export-options">
      <Pick
        name={say('exportPanel.format')}
        value={format}
        onPick={(value) => {
          // A PDF of a board with frames has a page for each, unless a person says otherwise; nothing else is made of frames unasked.
          if (value === 'pdf' && offered.frames > 0 && what.value === 'board') what.value = 'frames';
          else if (what.value === 'frames' && (format.value === 'pdf' || value === 'gesso')) what.value = 'board';
          format.value = value;
        }}
        options={names.map((value) => ({ value, label: formats[value].label }))}
      />
      <Pick
        name={say('exportPanel.what')}
        value={what}
        onPick={(value) => {
          what.value = value;
        }}
        options={[
          { value: 'board', label: say('exportPanel.board') },
          { value: 'selection', label: say('exportPanel.selection'), disabled: !offered.selection },
          {
            value: 'frames',
            label: say('exportPanel.frames'),
            disabled: offered.frames === 0 || format.value === 'gesso',
          },
        ]}
      />
      {format.value === 'gesso' ? null : <Look choice={choice} />}
    </div>
  );
}
