/** A way to write text: what Specific Character Set (0008,0005) declares, and a name that it can write. */
export interface WritableCharacterSet {
  /** Defined terms of PS3.3 section C.12.1.1.2, with a backslash between them. */
  readonly term: string;
  readonly name: string;
  readonly encode: (text: string) => Uint8Array;
}

/** Every character set of PS3.3 section C.12.1.1.2, by the encodings that the runtime can decode, turned around. */
export const CHARACTER_SETS: readonly WritableCharacterSet[] = [
  { term: "ISO_IR 192", name: "Łukasz^Żółć=張^三", encode: (text) => new TextEncoder().encode(text) },
  single("ISO_IR 100", "windows-1252", "Buc^Jérôme"),
  single("ISO_IR 101", "iso-8859-2", "Wałęsa^Čapek"),
  single("ISO_IR 109", "iso-8859-3", "Ĝusta^Ħal"),
  single("ISO_IR 110", "iso-8859-4", "Bērziņš^Ģirts"),
  single("ISO_IR 144", "iso-8859-5", "Люкceмбypг"),
  single("ISO_IR 127", "iso-8859-6", "قباني^لنزار"),
  single("ISO_IR 126", "iso-8859-7", "Διονυσιος"),
  single("ISO_IR 138", "iso-8859-8", "שרון^דבורה"),
  single("ISO_IR 148", "windows-1254", "Çavuşoğlu^Işıl"),
  single("ISO_IR 203", "iso-8859-15", "Šimůnek^Œ€".replace("ů", "u")),
  single("ISO_IR 166", "windows-874", "นามสกุล^ชื่อ"),
  single("ISO_IR 13", "shift_jis", "ﾔﾏﾀﾞ^ﾀﾛｳ"),
  double("GB18030", "gb18030", "王^小东"),
  double("GBK", "gbk", "王^小东"),
  extended("\\ISO 2022 IR 87", "euc-jp", "Yamada^Tarou=山田^太郎", { before: "\x1b$B", after: "\x1b(B" }),
  extended("\\ISO 2022 IR 149", "euc-kr", "Hong^Gildong=洪^吉洞", { before: "\x1b$)C" }),
  extended("\\ISO 2022 IR 58", "gbk", "Wang^XiaoDong=王^小东", { before: "\x1b$)A" }),
];

function single(term: string, label: string, name: string): WritableCharacterSet {
  return { term, name, encode: encoder(label, false) };
}

function double(term: string, label: string, name: string): WritableCharacterSet {
  return { term, name, encode: encoder(label, true) };
}

/**
 * Code extensions (PS3.5 section 6.1.2.5): an escape sequence before each run beyond ASCII. With `after` the set goes into
 * G0, whose bytes have no high bit, and ASCII is called back after the run.
 */
function extended(
  term: string,
  label: string,
  name: string,
  { before, after }: { before: string; after?: string },
): WritableCharacterSet {
  const encode = encoder(label, true);
  const run = (part: string) => {
    if (/^[ -~]*$/.test(part)) return Buffer.from(part, "latin1");
    const bytes = Buffer.from(encode(part));
    return Buffer.concat([
      Buffer.from(before, "latin1"),
      after === undefined ? bytes : bytes.map((byte) => byte & 0x7f),
      Buffer.from(after ?? "", "latin1"),
    ]);
  };
  return { term, name, encode: (text) => Buffer.concat(text.split(/([^ -~]+)/).map(run)) };
}

/** Turns a decoder around: every byte, and every pair of bytes where characters have two, is decoded once. */
function encoder(label: string, hasPairs: boolean): (text: string) => Uint8Array {
  let bytesOf: Map<string, readonly number[]> | undefined;
  return (text) => {
    bytesOf ??= table(label, hasPairs);
    return Uint8Array.from(
      [...text].flatMap((character) => {
        const bytes = bytesOf?.get(character);
        if (bytes === undefined) throw new RangeError(`${label} has no such character`);
        return bytes;
      }),
    );
  };
}

function table(label: string, hasPairs: boolean): Map<string, readonly number[]> {
  const decoder = new TextDecoder(label, { fatal: true });
  const bytesOf = new Map<string, readonly number[]>();
  const add = (...bytes: number[]) => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if ([...character].length === 1 && !bytesOf.has(character)) bytesOf.set(character, bytes);
    } catch {
      // Not assigned.
    }
  };
  for (let byte = 0x20; byte <= 0xff; byte++) add(byte);
  for (let first = 0xa1; hasPairs && first <= 0xfe; first++) {
    for (let second = 0xa1; second <= 0xfe; second++) add(first, second);
  }
  return bytesOf;
}
