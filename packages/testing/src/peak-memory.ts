import { readFileSync } from "node:fs";

/**
 * The most memory that this process has had, in megabytes. Linux counts the parent's into `maxRSS`, which would hide what
 * a child takes; the high-water mark of its own memory starts anew.
 */
export function peakMemory(): number {
  if (process.platform === "linux") {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  }
  return process.resourceUsage().maxRSS / 1024;
}
