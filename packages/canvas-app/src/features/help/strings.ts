/** The sentences of the panel, which are loaded with it. */
export const strings = {
  title: 'Shortcuts',
  more: 'Space or the middle button moves the paper · the wheel scrolls · Ctrl and the wheel zooms at the pointer · arrow keys move the paper when nothing is selected',
  ink: 'Hold still at the end of a stroke and it becomes the shape it looks like; Escape gives the ink back · Shift draws straight · E again erases parts, Alt gives them back · two fingers tap to undo, three to redo · once a pen has drawn, one finger moves the paper',
  groups: { tools: 'Tools', board: 'Board', edit: 'Edit', arrange: 'Arrange', view: 'View' },
} as const;
