import type { Ids } from "@accession/core/ids";

/** UUIDv7 shaped ids that count up: the same in every run, and in the order in which they were made. */
export function countedIds(): Ids {
  let count = 0;
  return {
    next: () => {
      count += 1;
      return `01990000-0000-7000-8000-${count.toString(16).padStart(12, "0")}`;
    },
  };
}
