import type { Choice } from './choice.ts';
import { scalesShown } from './choice.ts';
import { Pick } from './Pick.tsx';
import { panelStrings } from './panel-strings.ts';

/** What a person can choose about the picture. */
export function Options({ choice, hasSelection }: { readonly choice: Choice; readonly hasSelection: boolean }) {
  const { what, format, theme, background, wantedScale, scale, fitting } = choice;
  return (
    <div class="export-options">
      <Pick
        name={panelStrings.what}
        value={what}
        onPick={(value) => {
          what.value = value;
        }}
        options={[
          { value: 'board', label: panelStrings.board },
          { value: 'selection', label: panelStrings.selection, disabled: !hasSelection },
        ]}
      />
      <Pick
        name={panelStrings.format}
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
        name={panelStrings.scale}
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
        name={panelStrings.theme}
        value={theme}
        onPick={(value) => {
          theme.value = value;
        }}
        options={[
          { value: 'light', label: panelStrings.themes.light },
          { value: 'dark', label: panelStrings.themes.dark },
        ]}
      />
      <label class="field check">
        <span class="field-name">{panelStrings.background}</span>
        <input
          type="checkbox"
          class="switch"
          checked={background.value}
          onChange={(event) => {
            background.value = event.currentTarget.checked;
          }}
        />
      </label>
    </div>
  );
}
