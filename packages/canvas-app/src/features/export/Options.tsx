import type { Signal } from '@preact/signals';
import { say } from '../../words/later.ts';
import type { Choice } from './choice.ts';
import { scalesShown } from './choice.ts';
import { Pick } from './Pick.tsx';

const Switch = ({ name, value }: { readonly name: string; readonly value: Signal<boolean> }) => (
  <label class="field check">
    <span class="field-name">{name}</span>
    <input
      type="checkbox"
      class="switch"
      checked={value.value}
      onChange={(event) => {
        value.value = event.currentTarget.checked;
      }}
    />
  </label>
);

/** What a person can choose about the picture. */
export function Options({ choice, hasSelection }: { readonly choice: Choice; readonly hasSelection: boolean }) {
  const { what, format, theme, background, keepBoard, wantedScale, scale, fitting } = choice;
  return (
    <div class="export-options">
      <Pick
        name={say('exportPanel.what')}
        value={what}
        onPick={(value) => {
          what.value = value;
        }}
        options={[
          { value: 'board', label: say('exportPanel.board') },
          { value: 'selection', label: say('exportPanel.selection'), disabled: !hasSelection },
        ]}
      />
      <Pick
        name={say('exportPanel.format')}
        value={format}
        onPick={(value) => {
          format.value = value;
        }}
        options={[
          { value: 'png', label: 'PNG' },
          { value: 'svg', label: 'SVG' },
        ]}
      />
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
      <Switch name={say('exportPanel.background')} value={background} />
      <Switch name={say('exportPanel.keepBoard')} value={keepBoard} />
    </div>
  );
}
