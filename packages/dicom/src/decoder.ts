/** Of the runtime. */
export type Decoder = InstanceType<typeof TextDecoder>;

/** Decoders by label of the Encoding Standard; making one costs more than a name does. */
const DECODERS = new Map<string, Decoder>();

/** The decoder of an encoding, which replaces what it cannot decode with U+FFFD. */
export function decoderOf(label: string): Decoder {
  let decoder = DECODERS.get(label);
  if (decoder === undefined) {
    decoder = new TextDecoder(label);
    DECODERS.set(label, decoder);
  }
  return decoder;
}
