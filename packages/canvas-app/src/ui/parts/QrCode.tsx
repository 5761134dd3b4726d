import { encode } from 'uqr';

interface QrCodeProps {
  readonly url: string;
  /** What it is, for those who do not see it. */
  readonly label: string;
}

/** An address as a picture for the camera of a phone. */
export function QrCode({ url, label }: QrCodeProps) {
  const { data, size } = encode(url, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : []))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#111" />
    </svg>
  );
}
