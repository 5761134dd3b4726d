import type { Align, Brush, Dash, Font, StyleName } from '@gesso/crdt-schema';
import { fillOn, inkOn, palette, tintOf } from '@gesso/drawing';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { eraserModes } from '../editor/preferences.ts';
import { applyStyle, type StyleView, styleView } from '../editor/selection-style.ts';
import { type Style, textSizes, widths } from '../editor/style.ts';
import { useApp } from './app-context.ts';
import { Icon } from './parts/icons.tsx';
import { moveFocus } from './parts/roving.ts';
import { strings } from './strings.ts';

interface RowProps {
  readonly name: string;
  readonly swatches?: boolean;
  readonly children: ComponentChildren;
}

/** A named row of the panel. */
const Row = ({ name, swatches = false, children }: RowProps) => (
  <fieldset class="style-row" onKeyDown={moveFocus}>
    <legend>{name}</legend>
    <div class={swatches ? 'swatches' : 'choices'}>{children}</div>
  </fieldset>
);

const Choice = ({
  name,
  chosen,
  onPress,
  children,
  kind = 'choice',
}: {
  readonly name: string;
  readonly chosen: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
  readonly kind?: 'choice' | 'swatch';
}) => (
  <button type="button" class={kind} aria-label={name} title={name} aria-pressed={chosen} onClick={onPress}>
    {children}
  </button>
);

interface SwatchesProps {
  readonly value: string | undefined;
  readonly colors: readonly { readonly name: string; readonly stored: string; readonly shown: string }[];
  readonly onPick: (color: string) => void;
}

const Swatches = ({ value, colors, onPick }: SwatchesProps) => (
  <>
    {colors.map(({ name, stored, shown }) => (
      <Choice key={name} kind="swatch" name={name} chosen={value === stored} onPress={() => onPick(stored)}>
        <span class={stored === 'none' ? 'no-fill' : ''} style={stored === 'none' ? {} : { background: shown }} />
      </Choice>
    ))}
  </>
);

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const Colors = ({ view }: { readonly view: StyleView }) => {
  const { editor } = useApp();
  const theme = editor.theme.value;
  const inks = palette.map(({ name, ink }) => ({
    name: capital(name),
    stored: ink.light,
    shown: inkOn(ink.light, theme),
  }));
  const value = view.values.color;
  return (
    <Row name={strings.color} swatches>
      <Swatches value={value} colors={inks} onPick={(color) => applyStyle(editor, { color })} />
      <label class="swatch picker" title={strings.customColor}>
        <input
          type="color"
          aria-label={strings.customColor}
          value={value ?? '#000000'}
          onChange={(event) => applyStyle(editor, { color: event.currentTarget.value })}
        />
        <Icon name="plus" size={14} />
      </label>
    </Row>
  );
};

const Fills = ({ view }: { readonly view: StyleView }) => {
  const { editor } = useApp();
  const theme = editor.theme.value;
  const tints = palette.map(({ name, ink }) => {
    const stored = tintOf(ink.light);
    return { name: capital(name), stored, shown: fillOn(stored, theme) };
  });
  return (
    <Row name={strings.fill} swatches>
      <Swatches
        value={view.values.fill}
        colors={[{ name: strings.noFill, stored: 'none', shown: '' }, ...tints.slice(0, 11)]}
        onPick={(fill) => applyStyle(editor, { fill })}
      />
    </Row>
  );
};

const WidthRow = ({ view, field }: { readonly view: StyleView; readonly field: 'width' | 'strokeWidth' }) => {
  const { editor } = useApp();
  return (
    <Row name={strings[field]}>
      {widths.map((width, i) => (
        <Choice
          key={width}
          name={strings.widths[i] ?? ''}
          chosen={view.values[field] === width}
          onPress={() => applyStyle(editor, { [field]: width })}
        >
          <span class="width-mark" style={{ height: `${Math.max(1.5, width * 0.8)}px` }} />
        </Choice>
      ))}
    </Row>
  );
};

interface WordsProps<T extends string> {
  readonly field: 'dash' | 'brush' | 'font' | 'align';
  readonly title: string;
  readonly names: Readonly<Partial<Record<T, string>>>;
  readonly view: StyleView;
  readonly show: (value: T, name: string) => ComponentChildren;
}

const Words = <T extends string>({ field, title, names, view, show }: WordsProps<T>) => {
  const { editor } = useApp();
  return (
    <Row name={title}>
      {(Object.entries(names) as [T, string][]).map(([value, name]) => (
        <Choice
          key={value}
          name={name}
          chosen={view.values[field] === value}
          onPress={() => applyStyle(editor, { [field]: value } as Partial<Style>)}
        >
          {show(value, name)}
        </Choice>
      ))}
    </Row>
  );
};

const SizeRow = ({ view }: { readonly view: StyleView }) => {
  const { editor } = useApp();
  return (
    <Row name={strings.size}>
      {textSizes.map((size, i) => (
        <Choice
          key={size}
          name={strings.sizes[i] ?? ''}
          chosen={view.values.size === size}
          onPress={() => applyStyle(editor, { size })}
        >
          <span class="size-mark" style={{ fontSize: `${11 + i * 3}px` }}>
            A
          </span>
        </Choice>
      ))}
    </Row>
  );
};

const Opacity = ({ view }: { readonly view: StyleView }) => {
  const { editor } = useApp();
  const value = view.values.opacity ?? 100;
  const hold = useRef({});
  return (
    <fieldset class="style-row">
      <legend>{strings.opacity}</legend>
      <input
        type="range"
        min="10"
        max="100"
        step="10"
        aria-label={strings.opacity}
        value={value}
        onKeyDown={({ repeat }) => {
          if (!repeat) hold.current = {};
        }}
        onPointerDown={() => {
          hold.current = {};
        }}
        onChange={({ currentTarget }) => applyStyle(editor, { opacity: Number(currentTarget.value) }, hold.current)}
      />
    </fieldset>
  );
};

const rows: Partial<Record<StyleName, (view: StyleView) => ComponentChildren>> = {
  color: (view) => <Colors view={view} key="color" />,
  fill: (view) => <Fills view={view} key="fill" />,
  brush: (view) => (
    <Words<Brush>
      key="brush"
      field="brush"
      title={strings.brush}
      names={strings.brushes}
      view={view}
      show={(brush) => <span class={`brush-mark ${brush}`} />}
    />
  ),
  width: (view) => <WidthRow view={view} field="width" key="width" />,
  strokeWidth: (view) => <WidthRow view={view} field="strokeWidth" key="strokeWidth" />,
  dash: (view) => (
    <Words<Dash>
      key="dash"
      field="dash"
      title={strings.dash}
      names={strings.dashes}
      view={view}
      show={(dash) => <span class={`dash-mark ${dash}`} />}
    />
  ),
  font: (view) => (
    <Words<Font>
      key="font"
      field="font"
      title={strings.font}
      names={{ hand: strings.fonts.hand, sans: strings.fonts.sans, mono: strings.fonts.mono }}
      view={view}
      show={(font) => <span class={`font-mark ${font}`}>Aa</span>}
    />
  ),
  size: (view) => <SizeRow view={view} key="size" />,
  align: (view) => (
    <Words<Align>
      key="align"
      field="align"
      title={strings.align}
      names={strings.aligns}
      view={view}
      show={(align) => <Icon name={align} size={18} />}
    />
  ),
  opacity: (view) => <Opacity view={view} key="opacity" />,
};

/** Not a style of anything, yet it stands where one looks for how a tool works. */
const EraserPanel = () => {
  const { editor } = useApp();
  return (
    <section class="island style" aria-label={strings.style}>
      <Row name={strings.eraser}>
        {eraserModes.map((mode) => (
          <button
            key={mode}
            type="button"
            class="choice word"
            title={strings.eraserHints[mode]}
            aria-pressed={editor.eraserMode.value === mode}
            onClick={() => {
              editor.setPreference('eraserMode', mode);
            }}
          >
            {strings.eraserModes[mode]}
          </button>
        ))}
      </Row>
    </section>
  );
};

/** Left: exactly what applies to the selection, or to what the tool will make. Gone when there is nothing to say. */
export const StylePanel = () => {
  const { editor } = useApp();
  void editor.version.value;
  void editor.selection.value;
  if (editor.tool.value === 'eraser' && editor.canEdit.value) return <EraserPanel />;
  const view = editor.canEdit.value ? styleView(editor) : undefined;
  if (view === undefined) return null;
  return (
    <section class="island style" aria-label={strings.style}>
      {Object.entries(rows).map(([field, row]) => (view.fields.has(field as StyleName) ? row(view) : null))}
    </section>
  );
};
