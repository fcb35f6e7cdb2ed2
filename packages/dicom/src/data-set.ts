import { type CharacterSet, characterSet } from "./character-set.ts";
import type { Element, Elements } from "./element.ts";
import { type Keyword, TAGS } from "./tags.ts";
import { valueTexts } from "./value-text.ts";

/** The attributes of one data set, or of one item of a sequence, by keyword of PS3.6. */
export class DataSet {
  readonly #elements: Elements;
  readonly #characterSet: CharacterSet;

  constructor(elements: Elements, inherited: CharacterSet = characterSet([])) {
    this.#elements = elements;
    const declared = elements.get(TAGS.SpecificCharacterSet[0]);
    this.#characterSet = declared === undefined ? inherited : characterSet(valueTexts(declared, inherited));
  }

  /** True when the attribute is there, be it empty. */
  has(keyword: Keyword): boolean {
    return this.#element(keyword) !== undefined;
  }

  /** All values as decoded text without padding; empty when the attribute is absent or empty. */
  texts(keyword: Keyword): readonly string[] {
    const element = this.#element(keyword);
    return element === undefined ? [] : valueTexts(element, this.#characterSet);
  }

  /** The values joined with a backslash, as they stand in the file; undefined when absent or empty. */
  text(keyword: Keyword): string | undefined {
    const texts = this.texts(keyword);
    return texts.length === 0 ? undefined : texts.join("\\");
  }

  /** The first value, if it is a whole number that JavaScript holds exactly. */
  integer(keyword: Keyword): number | undefined {
    const [text = ""] = this.texts(keyword);
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    return Number.isSafeInteger(value) ? value : undefined;
  }

  /** The items of a sequence; empty when it is absent or could not be taken apart. */
  items(keyword: Keyword): readonly DataSet[] {
    const items = this.#element(keyword)?.items ?? [];
    return items.map((item) => new DataSet(item, this.#characterSet));
  }

  /** Every attribute that we know and that has a text, by keyword, in the order of the tags. */
  attributes(): Readonly<Partial<Record<Keyword, string>>> {
    const attributes: Partial<Record<Keyword, string>> = {};
    for (const keyword of KEYWORDS) {
      const text = this.text(keyword);
      if (text !== undefined) attributes[keyword] = text;
    }
    return attributes;
  }

  #element(keyword: Keyword): Element | undefined {
    return this.#elements.get(TAGS[keyword][0]);
  }
}

const KEYWORDS = (Object.keys(TAGS) as Keyword[]).sort((a, b) => TAGS[a][0] - TAGS[b][0]);
