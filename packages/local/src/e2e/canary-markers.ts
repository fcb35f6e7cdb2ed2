/** Values of a patient that occur nowhere else, and every form in which they could turn up. */
import { createHash, randomInt } from "node:crypto";

/** What follows one made-up patient through the system. Every text has the word in it, every UID the digits. */
export interface Canary {
  /** Eight small letters. */
  readonly word: string;
  /** Fifteen digits: as many as a telephone number may have. */
  readonly digits: string;
  /** DA, as YYYYMMDD: a day of the 19th century. */
  readonly birthDate: string;
}

/** The numbers and UIDs that are given out are below. */
const INDICES = 120;

const drawn = (count: number, alphabet: string) =>
  Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
const two = (number: number) => String(number).padStart(2, "0");

export function newCanary(): Canary {
  return {
    // Without vowels, so that it is no part of a word.
    word: drawn(8, "bcdfghjkmnpqrstvwxz"),
    digits: `7${drawn(14, "0123456789")}`,
    birthDate: `18${randomInt(30, 70)}${two(randomInt(1, 13))}${two(randomInt(1, 29))}`,
  };
}

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** What is filled in where. */
export function markersOf({ word, digits, birthDate }: Canary) {
  const name = capital(word);
  return {
    patientName: `${name}mann^Jane ${name}`,
    patientId: `P-${word}-1`,
    otherPatientId: `P-${word}-2`,
    birthDate,
    patientComments: `Allergic to ${name}. ${"Nothing else is known. ".repeat(3)}`,
    studyDescription: `Head of ${name}`,
    imageComments: `Seen by ${name}'s brother`,
    referringPhysician: `${name}stein^Rita`,
    email: `${word}@clinic.example`,
    phone: `+${digits}`,
    street: `${name}straße 7`,
    reason: `The desk mistyped the id of "${name}mann, Jane"; born ${dashed(birthDate)}`,
    /** Beginning of the names of uploads: spaces, signs that URLs encode, and letters beyond ASCII. */
    folder: `${name}mann, Jané+${birthDate} 100%`,
    /** SH: at most 16 characters. */
    accessionNumber: (index: number) => `${word.toUpperCase()}-${two(index)}`,
    uid: (index: number) => `2.25.${digits}${two(index)}`,
  };
}
export type Markers = ReturnType<typeof markersOf>;

const dashed = (date: string, by = "-") => [date.slice(0, 4), date.slice(4, 6), date.slice(6)].join(by);

/** Forms to look for. */
export interface Needles {
  /** In small letters: the case of the text does not count. */
  readonly anyCase: readonly string[];
  /** As they are. */
  readonly exact: readonly string[];
  /** No longer row of digits may be around it, which would hold it by chance. */
  readonly date: RegExp;
}

/**
 * The word, the digits and the date: as they are (JSON, URLs and forms leave ASCII letters and digits alone, so these
 * are found there too), in hexadecimal and in Base64 at each of its three alignments; and digests of whole values, as
 * somebody who has a list of patients can look them up.
 */
export function needlesOf(canary: Canary): Needles {
  const { word, digits, birthDate } = canary;
  const dates = [birthDate, dashed(birthDate), dashed(birthDate, "/"), dashed(birthDate, ".")];
  const texts = [word, capital(word), word.toUpperCase(), digits, ...dates];
  const markers = markersOf(canary);
  const values = Object.values(markers).flatMap((value) =>
    typeof value === "string" ? [value] : Array.from({ length: INDICES }, (_, index) => value(index)),
  );
  const digests = values.flatMap((value) =>
    ["md5", "sha1", "sha256"].map((kind) => createHash(kind).update(value).digest()),
  );
  return {
    anyCase: [
      word,
      digits,
      ...dates.slice(1),
      ...texts.map((text) => Buffer.from(text).toString("hex")),
      ...digests.map((digest) => digest.toString("hex")),
    ],
    exact: [
      ...texts.flatMap(alignments),
      // Padding is left out by some.
      ...digests.flatMap((digest) => [
        digest.toString("base64").replace(/=+$/, ""),
        digest.toString("base64url"),
      ]),
    ],
    date: new RegExp(`(?<!\\d)${birthDate}(?!\\d)`),
  };
}

/** What a text's Base64 has in common with that of any text around it, when it begins 0, 1 or 2 bytes into a group. */
export function alignments(text: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.from(`${"\0".repeat(offset)}${text}`);
    // Characters that hold bits of a neighbour: at the beginning by the offset, at the end by what is left of a group.
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor((bytes.length * 8) / 6);
    return [
      ...new Set([bytes.toString("base64").slice(from, to), bytes.toString("base64url").slice(from, to)]),
    ];
  });
}
