import { isPaper, type StyleName } from '@gesso/crdt-schema';
import { brights, colorOn, markOn, palette, papers, type Theme, tintOf } from '@gesso/drawing';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { applyStyle } from '../editor/apply-style.ts';
import { type EraserMode, eraserModes, type SelectMode, selectModes } from '../editor/preferences.ts';
import { type StyleView, styleView } from '../editor/selection-style.ts';
import type { Style } from '../editor/style.ts';
import { tools } from '../tools/registry.ts';
import { say, sayCommand } from '../words/later.ts';
import { wordOf } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { Icon } from './parts/icons.tsx';
import { pipetteIcon } from './parts/pipette-icon.ts';
import { moveFocus } from './parts/roving.ts';
import { waitForColor } from './picking.ts';
import './styles/style-settings.css';
import { type Choice, paperRow, type StyleRow, type Swatches, styleRows } from './style-rows.tsx';

interface RowProps {
  readonly name: string;
  readonly swatches?: boolean;
  /** Which end of a line it is for: two rows that look alike say so. */
  readonly end?: 'first' | 'last' | undefined;
  readonly children: ComponentChildren;
}

/** A named row of the panel. */
const Row = ({ name, swatches = false, end, children }: RowProps) => (
  <fieldset class={end === undefined ? 'style-row' : `style-row end ${end}`} onKeyDown={moveFocus}>
    <legend>{name}</legend>
    <div class={swatches ? 'swatches' : 'choices'}>{children}</div>
  </fieldset>
);

/** What a row shows, and what it does with what is picked. Values of a selection that differ are undefined. */
interface SettingProps {
  readonly label: string;
  readonly value: unknown;
  /** Changes of one `hold` are one undo step. */
  readonly onPick: (value: unknown, hold?: object) => void;
}

interface PickProps {
  readonly name: string;
  readonly hint?: string | undefined;
  readonly chosen: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
  readonly kind?: 'choice' | 'choice word' | 'swatch';
}

export const Pick = ({ name, hint = name, chosen, onPress, children, kind = 'choice' }: PickProps) => (
  <button type="button" class={kind} aria-label={name} title={hint} aria-pressed={chosen} onClick={onPress}>
    {children}
  </button>
);

/** The choice that a value is, or of steps of a measure the one it is nearest to: letters of a label are no step themselves. */
const chosenOf = (choices: readonly Choice<unknown>[], value: unknown): unknown => {
  if (typeof value !== 'number') return choices.find((choice) => choice.value === value)?.value;
  const steps = choices.map((choice) => Number(choice.value));
  return steps.reduce<number | undefined>(
    (nearest, step) => (nearest === undefined || Math.abs(step - value) <= Math.abs(nearest - value) ? step : nearest),
    undefined,
  );
};

const Choices = ({
  label,
  value,
  onPick,
  choices,
  end,
}: SettingProps & Pick<RowProps, 'end'> & { readonly choices: readonly Choice<unknown>[] }) => {
  const chosen = chosenOf(choices, value);
  return (
    <Row name={label} end={end}>
      {choices.map(({ value: own, name, hint, mark }) => (
        <Pick
          key={name}
          name={name}
          hint={hint}
          kind={mark === undefined ? 'choice word' : 'choice'}
          chosen={own === chosen}
          onPress={() => onPick(own)}
        >
          {mark === undefined ? name : mark()}
        </Pick>
      ))}
    </Row>
  );
};

interface Swatch {
  /** What the palette calls it, in no language. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  readonly stored: string;
  readonly shown: string;
}

const called = (id: string) => ({ id, name: wordOf(`color.${id}`) ?? id });

const brightsOn = (shade: (color: string, theme: Theme) => string, theme: Theme): readonly Swatch[] =>
  brights.map(({ name, color }) => ({ ...called(name), stored: color, shown: shade(color, theme) }));

/** What a row of colors offers; brights beside the inks for what is broad enough for them. */
export const swatchesOf = (colors: Swatches, theme: Theme, isBroad: boolean): readonly Swatch[] => {
  if (colors === 'papers')
    return papers.map(({ name, paper }) => ({ ...called(name), stored: paper.light, shown: paper[theme] }));
  if (colors === 'inks') {
    const inks = palette.map(({ name, ink }) => ({
      ...called(name),
      stored: ink.light,
      shown: colorOn(ink.light, theme),
    }));
    return isBroad ? [...inks, ...brightsOn(markOn, theme)] : inks;
  }
  const tints = palette.slice(0, 11).map(({ name, ink }) => {
    const stored = tintOf(ink.light);
    return { ...called(name), stored, shown: colorOn(stored, theme) };
  });
  return [{ id: 'none', name: say('color.none'), stored: 'none', shown: '' }, ...tints, ...brightsOn(colorOn, theme)];
};

const AnyColor = ({ value, onPick }: Omit<SettingProps, 'label'>) => (
  <label class="swatch picker" title={say('color.any')}>
    <input
      type="color"
      aria-label={say('color.any')}
      value={value === undefined ? '#000000' : String(value)}
      onChange={(event) => onPick(event.currentTarget.value)}
    />
    <Icon name="plus" size={14} />
  </label>
);

/** Waits for a color of the board itself. */
const FromBoard = ({ onPick }: Pick<SettingProps, 'onPick'>) => {
  const { shell } = useApp();
  const name = sayCommand('edit.pickColor');
  const press = () => {
    waitForColor(onPick);
    shell.openPanel('eyedropper');
  };
  return (
    <button type="button" class="swatch picker from-board" aria-label={name} title={name} onClick={press}>
      <Icon name={pipetteIcon} size={14} />
    </button>
  );
};

type ColorsProps = SettingProps & { readonly colors: Swatches; readonly isBroad: boolean };

const Colors = ({ label, value, onPick, colors, isBroad }: ColorsProps) => {
  const theme = useApp().editor.theme.value;
  return (
    <Row name={label} swatches>
      {swatchesOf(colors, theme, isBroad).map(({ name, stored, shown }) => (
        <Pick key={name} kind="swatch" name={name} chosen={value === stored} onPress={() => onPick(stored)}>
          <span class={stored === 'none' ? 'no-fill' : ''} style={stored === 'none' ? {} : { background: shown }} />
        </Pick>
      ))}
      <FromBoard onPick={onPick} />
      {colors !== 'tints' ? <AnyColor value={value} onPick={onPick} /> : null}
    </Row>
  );
};

type SliderProps = SettingProps & {
  readonly slider: { readonly least: number; readonly most: number; readonly step: number };
};

const Slider = ({ label, value, onPick, slider }: SliderProps) => {
  const hold = useRef({});
  return (
    <fieldset class="style-row">
      <legend>{label}</legend>
      <input
        type="range"
        min={slider.least}
        max={slider.most}
        step={slider.step}
        aria-label={label}
        value={value === undefined ? slider.most : Number(value)}
        onKeyDown={({ repeat }) => {
          if (!repeat) hold.current = {};
        }}
        onPointerDown={() => {
          hold.current = {};
        }}
        onChange={({ currentTarget }) => onPick(Number(currentTarget.value), hold.current)}
      />
    </fieldset>
  );
};

type EndsProps = SettingProps & {
  readonly ends: readonly [string, string];
  readonly choices: readonly Choice<unknown>[];
};

/** A row for either end; what is picked for one leaves the other as it is. */
const Ends = ({ value, onPick, ends, choices }: EndsProps) => {
  const [first, last] = Array.isArray(value) ? value : ['none', 'none'];
  return (
    <>
      <Choices
        end="first"
        label={ends[0]}
        value={value && first}
        onPick={(next) => onPick([next, last])}
        choices={choices}
      />
      <Choices
        end="last"
        label={ends[1]}
        value={value && last}
        onPick={(next) => onPick([first, next])}
        choices={choices}
      />
    </>
  );
};

type SettingRowProps = SettingProps & { readonly row: StyleRow<unknown>; readonly isBroad: boolean };

const Setting = ({ row, isBroad, ...props }: SettingRowProps) => {
  if ('ends' in row) return <Ends {...props} ends={row.ends} choices={row.choices} />;
  if ('choices' in row) return <Choices {...props} choices={row.choices} />;
  if ('colors' in row) return <Colors {...props} colors={row.colors} isBroad={isBroad} />;
  return <Slider {...props} slider={row.slider} />;
};

/** Not a style of anything, yet it stands where one looks for how a tool works. */
const EraserSettings = () => {
  const { editor } = useApp();
  return (
    <Choices
      label={say('style.eraser')}
      value={editor.eraserMode.value}
      onPick={(mode) => editor.setPreference('eraserMode', mode as EraserMode)}
      choices={eraserModes.map((mode) => ({
        value: mode,
        name: say(`choice.eraser.${mode}`),
        hint: say(`choice.eraserHint.${mode}`),
      }))}
    />
  );
};

/** How a drag over bare paper selects: a finger has no key for the other way. */
const SelectSettings = () => {
  const { editor } = useApp();
  return (
    <Choices
      label={say('style.select')}
      value={editor.selectMode.value}
      onPick={(mode) => editor.setPreference('selectMode', mode as SelectMode)}
      choices={selectModes.map((mode) => ({
        value: mode,
        name: say(`choice.select.${mode}`),
        hint: say(`choice.selectHint.${mode}`),
      }))}
    />
  );
};

/** Whether it is ink that is broad enough for brights. */
export const isBroadInk = ({ values }: StyleView): boolean =>
  values.brush === 'marker' || values.brush === 'highlighter';

/** Exactly what applies to the selection, or to what the tool will make. */
export const StyleSettings = () => {
  const { editor } = useApp();
  void editor.version.value;
  void editor.selection.value;
  const tool = editor.tool.value;
  if (tool === 'eraser') return <EraserSettings />;
  const { makes, form } = tools[tool];
  const view = styleView(editor, makes, form);
  if (view === undefined) return tool === 'select' ? <SelectSettings /> : null;
  const areNotes = [...view.kinds].every(isPaper);
  const isBroad = isBroadInk(view);
  const offered = (Object.entries(styleRows.value) as [StyleName, StyleRow<unknown>][]).filter(([name]) =>
    view.fields.has(name),
  );
  return (
    <>
      {offered.map(([name, row]) => (
        <Setting
          key={name}
          row={areNotes && name === 'color' ? paperRow() : row}
          label={(areNotes && name === 'color' ? paperRow() : row).label}
          value={view.values[name]}
          isBroad={isBroad}
          onPick={(value, hold) => applyStyle(editor, { [name]: value } as Partial<Style>, { hold, makes })}
        />
      ))}
    </>
  );
};
