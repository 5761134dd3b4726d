import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Columns3,
  Grid3x3,
  type IconNode,
  Rows3,
  TrianglesCenterlineDashedHorizontal,
  TrianglesCenterlineDashedVertical,
} from 'lucide';

/** Icons of the commands that arrange, by their ids. */
export const arrangeIcons: Readonly<Record<string, IconNode>> = {
  'arrange.alignLeft': AlignStartVertical,
  'arrange.alignCenter': AlignCenterVertical,
  'arrange.alignRight': AlignEndVertical,
  'arrange.alignTop': AlignStartHorizontal,
  'arrange.alignMiddle': AlignCenterHorizontal,
  'arrange.alignBottom': AlignEndHorizontal,
  'arrange.distributeX': AlignHorizontalDistributeCenter,
  'arrange.distributeY': AlignVerticalDistributeCenter,
  'arrange.stackX': Columns3,
  'arrange.stackY': Rows3,
  'arrange.tidy': Grid3x3,
  'arrange.flipX': TrianglesCenterlineDashedVertical,
  'arrange.flipY': TrianglesCenterlineDashedHorizontal,
};
