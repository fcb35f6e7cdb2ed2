/** An ellipse of the modified Shepp-Logan head phantom, in units of half the image; angles in degrees. */
interface Ellipse {
  readonly hounsfield: number;
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

/** Bone outside, brain inside, ventricles and a few lesions; later ellipses add to earlier ones. */
const HEAD: readonly Ellipse[] = [
  { hounsfield: 1900, a: 0.69, b: 0.92, x: 0, y: 0, angle: 0 },
  { hounsfield: -870, a: 0.6624, b: 0.874, x: 0, y: -0.0184, angle: 0 },
  { hounsfield: -30, a: 0.11, b: 0.31, x: 0.22, y: 0, angle: -18 },
  { hounsfield: -30, a: 0.16, b: 0.41, x: -0.22, y: 0, angle: 18 },
  { hounsfield: 40, a: 0.21, b: 0.25, x: 0, y: 0.35, angle: 0 },
  { hounsfield: 25, a: 0.046, b: 0.046, x: 0, y: 0.1, angle: 0 },
  { hounsfield: 25, a: 0.046, b: 0.046, x: 0, y: -0.1, angle: 0 },
  { hounsfield: 60, a: 0.046, b: 0.023, x: -0.08, y: -0.605, angle: 0 },
  { hounsfield: 60, a: 0.023, b: 0.023, x: 0, y: -0.606, angle: 0 },
];

const AIR = -1000;

/**
 * One slice of a head in Hounsfield units, row by row. `height` runs from -1 (chin) to 1 (crown) and shrinks the
 * ellipses as in an ellipsoid; `random` adds the noise of a scanner.
 */
export function phantomSlice(size: number, height: number, random: () => number): Int16Array {
  const pixels = new Int16Array(size * size);
  const scale = Math.sqrt(Math.max(0, 1 - height * height));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = (2 * column) / size - 1;
      const y = 1 - (2 * row) / size;
      const value = HEAD.reduce((sum, ellipse) => sum + valueAt(ellipse, x, y, scale), AIR);
      pixels[row * size + column] = Math.round(value + (random() - 0.5) * 20);
    }
  }
  return pixels;
}

function valueAt(ellipse: Ellipse, x: number, y: number, scale: number): number {
  if (scale === 0) return 0;
  const angle = (ellipse.angle * Math.PI) / 180;
  const dx = x - ellipse.x;
  const dy = y - ellipse.y;
  const along = (dx * Math.cos(angle) + dy * Math.sin(angle)) / (ellipse.a * scale);
  const across = (dy * Math.cos(angle) - dx * Math.sin(angle)) / (ellipse.b * scale);
  return along * along + across * across <= 1 ? ellipse.hounsfield : 0;
}
