import { benchDicom } from "./dicom/bench-dicom.ts";
import { benchIngest } from "./ingest/bench-ingest.ts";
import { benchOrders } from "./orders/bench-orders.ts";
import { benchSearch } from "./search/bench-search.ts";

/** `pnpm bench NAME`: benchmarks that print ratios or times, and what they were measured on. */
const BENCHMARKS: Readonly<Record<string, () => Promise<void>>> = {
  dicom: benchDicom,
  ingest: benchIngest,
  orders: benchOrders,
  search: benchSearch,
};

const [name = ""] = process.argv.slice(2);
const benchmark = BENCHMARKS[name];
if (benchmark === undefined) {
  process.stderr.write(`Usage: pnpm bench ${Object.keys(BENCHMARKS).join("|")}\n`);
  process.exitCode = 2;
} else {
  await benchmark();
}
