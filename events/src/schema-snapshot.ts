/** An event's schema as JSON Schema (draft 2020-12), the form in which it is committed and compared. */
import { z } from "zod";

export interface SnapshotSource {
  readonly type: string;
  readonly version: number;
  readonly schema: z.ZodType;
}

export function snapshotFileName({ type, version }: SnapshotSource): string {
  return `${type}.v${version}.schema.json`;
}

export function schemaSnapshot(event: SnapshotSource): unknown {
  // "input": readers let unknown fields pass, which is what makes an added field harmless.
  return z.toJSONSchema(event.schema, { io: "input" });
}
