/** How the bytes after an escape sequence are to be decoded. */
interface Repertoire {
  readonly label: string;
  /** Bytes of two-byte characters without the high bit, which the Encoding Standard's decoder wants set. */
  readonly raiseHighBit?: true;
  /** Put before each character: single shift 3 chooses JIS X 0212 in EUC-JP. */
  readonly prefix?: number;
}

const ESCAPE = 0x1b;

/** Escape sequences of PS3.3 tables C.12-3 and C.12-4, without the escape byte. */
const REPERTOIRES: Readonly<Record<string, Repertoire>> = {
  "(B": { label: "windows-1252" },
  "(J": { label: "shift_jis" },
  ")I": { label: "shift_jis" },
  "(I": { label: "shift_jis", raiseHighBit: true },
  $B: { label: "euc-jp", raiseHighBit: true },
  "$@": { label: "euc-jp", raiseHighBit: true },
  "$(D": { label: "euc-jp", raiseHighBit: true, prefix: 0x8f },
  "$)C": { label: "euc-kr" },
  "$)A": { label: "gbk" },
  "-A": { label: "windows-1252" },
  "-B": { label: "iso-8859-2" },
  "-C": { label: "iso-8859-3" },
  "-D": { label: "iso-8859-4" },
  "-F": { label: "iso-8859-7" },
  "-G": { label: "iso-8859-6" },
  "-H": { label: "iso-8859-8" },
  "-L": { label: "iso-8859-5" },
  "-M": { label: "windows-1254" },
  "-T": { label: "windows-874" },
  "-b": { label: "iso-8859-15" },
};

/** Decodes text with ISO 2022 code extensions (PS3.5 section 6.1.2.5), beginning in the set with the given label. */
export function decodeWithEscapes(bytes: Uint8Array, initialLabel: string): string {
  let current: Repertoire = { label: initialLabel };
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === ESCAPE) {
      const [sequence, repertoire] = escapeAt(bytes, at + 1);
      // An unknown sequence is dropped, and the set stays.
      current = repertoire ?? current;
      at += 1 + sequence;
      continue;
    }
    const next = bytes.indexOf(ESCAPE, at);
    const end = next === -1 ? bytes.length : next;
    text += decodeRun(bytes.subarray(at, end), current);
    at = end;
  }
  return text;
}

function escapeAt(
  bytes: Uint8Array,
  at: number,
): readonly [length: number, repertoire: Repertoire | undefined] {
  for (const length of [3, 2]) {
    const sequence = String.fromCharCode(...bytes.subarray(at, at + length));
    const found = REPERTOIRES[sequence];
    if (found !== undefined && sequence.length === length) return [length, found];
  }
  return [2, undefined];
}

function decodeRun(run: Uint8Array, { label, raiseHighBit, prefix }: Repertoire): string {
  const decoder = new TextDecoder(label);
  if (raiseHighBit === undefined) return decoder.decode(run);
  const raised: number[] = [];
  for (let at = 0; at < run.length; ) {
    const byte = run[at] ?? 0;
    // Controls and spaces between two-byte characters stand for themselves.
    if (byte <= 0x20) {
      raised.push(byte);
      at += 1;
      continue;
    }
    if (prefix !== undefined) raised.push(prefix);
    const width = label === "euc-jp" ? 2 : 1;
    for (const part of run.subarray(at, at + width)) raised.push(part | 0x80);
    at += width;
  }
  return decoder.decode(Uint8Array.from(raised));
}
