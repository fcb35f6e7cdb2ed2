import type { Command } from "@commander-js/extra-typings";
import type { LogRecord } from "../client/function-logs.ts";
import { EXIT_CODES_HELP, type Io } from "../io.ts";
import { jsonLine } from "../output/json-line.ts";
import { traceLines } from "../trace/print-trace.ts";
import { traceTree } from "../trace/trace-tree.ts";
import { type TraceQuery, whatToTrace } from "../trace/what-to-trace.ts";
import { jsonOption, tenantOption } from "./options.ts";

export function addTraceCommand(parent: Command, io: Io): void {
  parent
    .command("trace")
    .description("Follow a request or a file through every function, by cause and time, from their logs.")
    .argument("<id>", "a correlation id, an order (ord_…), a receipt (rcp_…) or a study (stu_…)")
    .addOption(jsonOption())
    .addOption(tenantOption())
    .addHelpText(
      "after",
      `
Lines of a log may come a few seconds after what they tell of. A file and the order that it fulfils have correlation
ids of their own: trace both.

Examples:
  accession trace ord_01a1fca9-5fd0-7c4e-8f1e-0d8a52a1c9f3
  accession trace 01a1fca9-5fd0-7c4e-8f1e-0d8a52a1c9f3 --json
${EXIT_CODES_HELP}`,
    )
    .action(async (id, { json, tenant }) => {
      const query = await whatToTrace(id, await io.api(tenant), Date.now());
      const records = await recordsOf(query, io);
      if (records.length === 0) {
        io.note(`No function has logged anything for ${id}.`);
        io.exitCode = 1;
      } else if (json === true) {
        for (const { at, ...record } of records)
          io.print(jsonLine({ at: new Date(at).toISOString(), ...record }));
      } else {
        for (const line of traceLines(traceTree(records))) io.print(line);
      }
    });
}

async function recordsOf({ correlationIds, since }: TraceQuery, io: Io): Promise<readonly LogRecord[]> {
  const [text, ...others] = correlationIds;
  const single = text !== undefined && others.length === 0;
  const records = await (await io.logs()).read({ since, ...(single && { text }) });
  const wanted = new Set<unknown>(correlationIds);
  return records.filter(({ correlationId, fields }) => {
    const objects = fields["correlationIds"];
    return wanted.has(correlationId) || (Array.isArray(objects) && objects.some((id) => wanted.has(id)));
  });
}
