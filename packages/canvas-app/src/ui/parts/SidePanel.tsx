import { Dialog, type DialogProps } from './Dialog.tsx';
import '../styles/side-panel.css';

/** A panel with a long list: beside the canvas at a desk, a sheet from below in a small window. */
export const SidePanel = ({ name, ...props }: Omit<DialogProps, 'modal'>) => (
  <Dialog {...props} name={`${name} side-panel`} modal={false} />
);
