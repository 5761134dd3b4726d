import { flyoutIds } from '../editor/tool-id.ts';
import { tools } from '../tools/registry.ts';
import { say } from '../words/later.ts';
import { useApp } from './app-context.ts';
import { IconButton } from './parts/Button.tsx';
import { useFlyout } from './use-flyout.ts';
import './styles/shapes-flyout.css';

/** The button that opens it. */
const opener = '.toolbar .more';

/** All shapes above the button that stands for them. A press outside and Escape close it. */
export const ShapesFlyout = () => {
  const { editor, commands, context } = useApp();
  const { ref, close, onKeyDown } = useFlyout({ own: '.shapes-flyout', first: '[aria-pressed="true"]', opener });
  const box = document.querySelector(opener)?.getBoundingClientRect();
  const middle = box === undefined ? '50%' : `${box.left + box.width / 2}px`;
  return (
    <div
      ref={ref}
      class="island shapes-flyout"
      role="toolbar"
      aria-label={say('style.shapes')}
      data-columns={4}
      style={{ '--middle': middle }}
      onKeyDown={onKeyDown}
    >
      {flyoutIds.map((id) => (
        <IconButton
          key={id}
          icon={tools[id].icon}
          label={say(`command.tool.${id}`)}
          keys={tools[id].keys[0]}
          pressed={(editor.tool.value === 'table' ? 'table' : editor.shape.value) === id}
          onPress={() => {
            commands[`tool.${id}`]?.run(context);
            close();
          }}
        />
      ))}
    </div>
  );
};
