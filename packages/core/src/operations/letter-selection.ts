import type { DeadLetter } from "./dead-letter.ts";
import { describeLetter } from "./describe-letter.ts";

/** Which letters of a queue are meant. */
export type LetterSelection =
  | { readonly by: "all" }
  | { readonly by: "ids"; readonly ids: ReadonlySet<string> }
  | {
      readonly by: "filter";
      readonly type?: string | undefined;
      /** First sent before. */
      readonly olderThan?: Date | undefined;
      /** Id or slug. */
      readonly tenant?: string | undefined;
    };

export function isSelected(selection: LetterSelection, letter: DeadLetter): boolean {
  switch (selection.by) {
    case "all":
      return true;
    case "ids":
      return selection.ids.has(letter.id);
    case "filter": {
      const { type, olderThan, tenant } = selection;
      const subject = describeLetter(letter.body);
      return (
        (type === undefined || subject.type === type) &&
        (olderThan === undefined || letter.sentAt < olderThan) &&
        (tenant === undefined || subject.tenant === tenant)
      );
    }
  }
}
