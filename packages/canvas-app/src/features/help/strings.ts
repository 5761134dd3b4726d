/** The sentences of the panel, which are loaded with it. */
export const strings = {
  title: 'Shortcuts',
  more: 'Space or the middle button moves the paper · the wheel scrolls · Ctrl and the wheel zooms at the pointer · arrow keys move the paper when nothing is selected',
  ink: 'Hold still at the end of a stroke and it becomes the shape it looks like; Escape gives the ink back · Shift draws straight · E again erases parts, Alt gives them back · two fingers tap to undo, three to redo · once a pen has drawn, one finger moves the paper',
  text: 'While you type: - and a space begins a list, 1. a numbered one, [] a checkbox · Ctrl K links what is selected · Alt F10 goes to the bar with bold and links, Escape back · a click ticks a checkbox, Ctrl and a click opens a link',
  select:
    'A rectangle dragged to the right selects what lies in it, to the left what it touches as well, and with Alt it is a lasso · Shift adds and takes away · a double click or Enter goes into a group, Escape out of it',
  groups: { tools: 'Tools', board: 'Board', edit: 'Edit', text: 'Text', arrange: 'Arrange', view: 'View' },
} as const;
