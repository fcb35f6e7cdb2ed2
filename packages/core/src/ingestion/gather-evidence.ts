import { compareHeaders, type HeaderComparison } from "./compare-headers.ts";
import { forEachAtMost } from "./for-each-at-most.ts";
import { type Evidence, type Need, pairIdentity } from "./judge-versions.ts";
import type { ObjectReader } from "./object-reader.ts";
import { objectIdentity } from "./uploaded-object.ts";

/** What the store said so far, about one batch. */
export class GatheredEvidence implements Evidence {
  readonly checksums = new Map<string, string | undefined>();
  readonly headers = new Map<string, HeaderComparison>();

  /** Asks the store for what is missing, `atOnce` at a time. What it throws is worth another try. */
  async gather(reader: ObjectReader, needs: readonly Need[], atOnce: number): Promise<void> {
    await forEachAtMost(atOnce, needs, async (need) => {
      if (need.kind === "checksum") {
        this.checksums.set(objectIdentity(need.version), await reader.checksum(need.version));
      } else {
        const { first, other } = need;
        const comparison = await compareHeaders(reader.open(first), reader.open(other));
        this.headers.set(pairIdentity(first, other), comparison);
      }
    });
  }
}
