/** The three ways to write a person's name (PS3.5 section 6.2.1.2); a group is there when it is not empty. */
export interface PersonName {
  readonly alphabetic?: string;
  readonly ideographic?: string;
  readonly phonetic?: string;
}

/** Takes a name apart at its `=`. Components within a group keep their `^`. */
export function personName(text: string): PersonName {
  const [alphabetic = "", ideographic = "", phonetic = ""] = text.split("=").map((group) => group.trim());
  return {
    ...(alphabetic !== "" && { alphabetic }),
    ...(ideographic !== "" && { ideographic }),
    ...(phonetic !== "" && { phonetic }),
  };
}
