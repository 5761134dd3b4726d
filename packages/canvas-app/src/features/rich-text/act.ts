/** What one may do to letters by key or by the bar. */
export type Act = 'bold' | 'italic' | 'strike' | 'code' | 'link' | 'numbers' | 'bullets' | 'boxes' | 'tick';
