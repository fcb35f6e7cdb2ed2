import { benchDicom } from "./dicom/bench-dicom.ts";
import { benchIngest } from "./ingest/bench-ingest.ts";

/** `pnpm bench NAME`: benchmarks that print ratios, each against others that do the same job in the same run. */
const BENCHMARKS: Readonly<Record<string, () => Promise<void>>> = {
  dicom: benchDicom,
  ingest: benchIngest,
};

const [name = ""] = process.argv.slice(2);
const benchmark = BENCHMARKS[name];
if (benchmark === undefined) {
  process.stderr.write(`Usage: pnpm bench ${Object.keys(BENCHMARKS).join("|")}\n`);
  process.exitCode = 2;
} else {
  await benchmark();
}
