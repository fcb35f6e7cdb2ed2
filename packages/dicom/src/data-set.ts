import { type Attributes, attributesOf } from "./attributes.ts";
import { type CharacterSet, characterSet, UNDECLARED } from "./character-set.ts";
import { DICTIONARY } from "./dictionary/dictionary.ts";
import type { ElementStore } from "./element-store.ts";
import { type PersonName, personName } from "./person-name.ts";
import { type Keyword, keywordOf, SPECIFIC_CHARACTER_SET } from "./tags.ts";
import { numberAt, numberCount } from "./value-number.ts";
import type { ValuePlace } from "./value-place.ts";
import { isMultiValued, valueText } from "./value-text.ts";
import { vrCode, vrName } from "./vr.ts";

const SQ = vrCode("SQ");

/** One element as it was read. */
export interface ElementView {
  readonly tag: number;
  readonly vr: string;
  /** Position of the value in the file, or in the inflated data set, in bytes. */
  readonly byteOffset: number;
  readonly byteLength: number;
  /** The value, unless it was left in the file, or is a sequence. */
  readonly bytes: Uint8Array | undefined;
  readonly littleEndian: boolean;
}

/** The bytes of one text; `vr` is the code of the representation. */
export interface TextPlace {
  readonly tag: number;
  readonly vr: number;
  readonly byteOffset: number;
  readonly bytes: Uint8Array;
}

/** The attributes of one data set, or of one item of a sequence, by keyword of PS3.6 or by tag. Values are decoded when asked for. */
export class DataSet {
  readonly #store: ElementStore;
  /** Entries by ascending tag, one for each. */
  readonly #entries: readonly number[];
  readonly #inherited: CharacterSet;
  #characterSet: CharacterSet | undefined;

  /** The entries from `first` to before `end`, and those on their level. `inherited`: of the data set around an item. */
  constructor(store: ElementStore, first: number, end: number, inherited: CharacterSet = UNDECLARED) {
    this.#store = store;
    this.#entries = entriesByTag(store, first, end);
    this.#inherited = inherited;
  }

  /** As declared here, or in the data set around (PS3.3 section C.12.1.1.2). */
  get characterSet(): CharacterSet {
    if (this.#characterSet === undefined) {
      const declared = this.#textOf(this.#entry(SPECIFIC_CHARACTER_SET), this.#inherited);
      this.#characterSet = declared === undefined ? this.#inherited : characterSet(declared);
    }
    return this.#characterSet;
  }

  /** The tags that were kept, ascending. */
  get tags(): readonly number[] {
    return this.#entries.map((entry) => this.#store.tag(entry));
  }

  /** True when the attribute is there, be it empty. */
  has(keyword: Keyword): boolean {
    return this.#entry(DICTIONARY[keyword][0]) !== undefined;
  }

  /** All values as decoded text without padding; empty when the attribute is absent or empty. */
  texts(keyword: Keyword): readonly string[] {
    return this.textsAt(DICTIONARY[keyword][0]);
  }

  /** The values joined with a backslash, as they stand in the file; undefined when absent or empty. */
  text(keyword: Keyword): string | undefined {
    return this.#textOf(this.#entry(DICTIONARY[keyword][0]), this.characterSet);
  }

  /** The same of any tag. */
  textAt(tag: number): string | undefined {
    return this.#textOf(this.#entry(tag), this.characterSet);
  }

  /** The values of any tag as text. */
  textsAt(tag: number): readonly string[] {
    const entry = this.#entry(tag);
    const text = this.#textOf(entry, this.characterSet);
    if (entry === undefined || text === undefined) return [];
    return isMultiValued(this.#store.vr(entry)) ? text.split("\\") : [text];
  }

  /** The values of any tag: binary numbers as such, the rest as text; none of binary data and sequences. */
  valuesAt(tag: number): ReadonlyArray<number | bigint | string> {
    const entry = this.#entry(tag);
    if (entry === undefined || this.#store.leftOut(entry)) return [];
    const vr = this.#store.vr(entry);
    const place = this.#store.place(entry);
    const count = numberCount(vr, place);
    if (count === 0) return this.textsAt(tag);
    return Array.from({ length: count }, (_, index) =>
      numberAt(vr, place, index, this.#store.littleEndian(entry)),
    );
  }

  /** The first value, if it is a whole number that JavaScript holds exactly. */
  integer(keyword: Keyword): number | undefined {
    const [text = ""] = this.texts(keyword);
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    return Number.isSafeInteger(value) ? value : undefined;
  }

  /** Where the bytes of a value lie; undefined when it was not there, or not kept. */
  placeAt(tag: number): ValuePlace | undefined {
    const entry = this.#entry(tag);
    return entry === undefined || this.#store.leftOut(entry) ? undefined : this.#store.place(entry);
  }

  /** The component groups of names. */
  names(keyword: Keyword): readonly PersonName[] {
    return this.texts(keyword).map(personName);
  }

  /** The items of a sequence; empty when it is absent or no sequence. */
  items(keyword: Keyword): readonly DataSet[] {
    return this.itemsAt(DICTIONARY[keyword][0]);
  }

  itemsAt(tag: number): readonly DataSet[] {
    const entry = this.#entry(tag);
    if (entry === undefined || this.#store.vr(entry) !== SQ) return [];
    const store = this.#store;
    return store
      .items(entry)
      .map((item) => new DataSet(store, store.inside(item), store.after(item), this.characterSet));
  }

  /** Every attribute that we know and that has a text, by keyword, in the order of the tags. */
  attributes(): Readonly<Attributes> {
    const keywords: Keyword[] = [];
    const texts: string[] = [];
    let hash = 0;
    const { characterSet } = this;
    const entries = this.#entries;
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index] as number;
      const keyword = keywordOf(this.#store.tag(entry));
      if (keyword === undefined) continue;
      const text = this.#textOf(entry, characterSet);
      if (text === undefined) continue;
      keywords.push(keyword);
      texts.push(text);
      hash = (Math.imul(hash, 31) + this.#store.tag(entry)) | 0;
    }
    return attributesOf(keywords, texts, hash);
  }

  /** An element as it was read; undefined when it was not there, or not kept. */
  element(tag: number): ElementView | undefined {
    const entry = this.#entry(tag);
    if (entry === undefined) return undefined;
    const store = this.#store;
    const place = store.leftOut(entry) ? undefined : store.place(entry);
    return {
      tag,
      vr: vrName(store.vr(entry)),
      byteOffset: store.offset(entry),
      byteLength: store.length(entry),
      bytes: place?.held.bytes.subarray(place.start, place.end),
      littleEndian: store.littleEndian(entry),
    };
  }

  /** The data sets in the items of all sequences, in the order of the tags. */
  itemsInside(): DataSet[] {
    const sequences = this.#entries.filter((entry) => this.#store.vr(entry) === SQ);
    return sequences.flatMap((entry) => this.itemsAt(this.#store.tag(entry)));
  }

  /** The texts, items apart, with bytes that not all character sets have in common. */
  *beyondAscii(): Generator<TextPlace> {
    const store = this.#store;
    for (const entry of this.#entries) {
      if (!store.beyondAscii(entry)) continue;
      const { held, start, end } = store.place(entry);
      const byteOffset = store.offset(entry);
      yield {
        tag: store.tag(entry),
        vr: store.vr(entry),
        byteOffset,
        bytes: held.bytes.subarray(start, end),
      };
    }
  }

  #textOf(entry: number | undefined, characterSet: CharacterSet): string | undefined {
    const store = this.#store;
    if (entry === undefined || store.leftOut(entry)) return undefined;
    const offset = store.offset(entry);
    const held = store.heldAt(offset);
    const start = (offset - held.base) | 0;
    const end = (start + store.length(entry)) | 0;
    const set = store.beyondAscii(entry) ? characterSet : undefined;
    return valueText(store.vr(entry), held, start, end, store.littleEndian(entry), set);
  }

  #entry(tag: number): number | undefined {
    let low = 0;
    let high = this.#entries.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle] as number;
      const found = this.#store.tag(entry);
      if (found === tag) return entry;
      if (found < tag) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }
}

/** Entries by ascending tag. Of several with one tag the last is taken, which is what pydicom and dcmtk show as well. */
function entriesByTag(store: ElementStore, first: number, end: number): readonly number[] {
  const entries: number[] = [];
  let isOrdered = true;
  let last = -1;
  for (let entry = first; entry < end; entry = store.after(entry)) {
    const tag = store.tag(entry);
    if (tag <= last) isOrdered = false;
    last = tag;
    entries.push(entry);
  }
  return isOrdered ? entries : sorted(store, entries);
}

function sorted(store: ElementStore, entries: readonly number[]): readonly number[] {
  const byTag = new Map(entries.map((entry) => [store.tag(entry), entry]));
  return [...byTag].sort(([a], [b]) => a - b).map(([, entry]) => entry);
}
