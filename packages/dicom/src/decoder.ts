/** Of the runtime. */
export type Decoder = InstanceType<typeof TextDecoder>;

/** Decoders by label of the Encoding Standard; making one costs more than a name does. */
const DECODERS = new Map<string, Decoder>();

const STRICT = new Map<string, Decoder>();

/** The decoder of an encoding, which replaces what it cannot decode with U+FFFD. A strict one throws TypeError instead. */
export function decoderOf(label: string, strict = false): Decoder {
  const decoders = strict ? STRICT : DECODERS;
  let decoder = decoders.get(label);
  if (decoder === undefined) {
    decoder = new TextDecoder(label, { fatal: strict });
    decoders.set(label, decoder);
  }
  return decoder;
}
