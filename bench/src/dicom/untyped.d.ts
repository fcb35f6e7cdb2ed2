/** As much of dcmjs, which brings no types, as the benchmark calls. */
declare module "dcmjs" {
  interface Dcmjs {
    readonly log: { setLevel(level: string): void };
    readonly data: {
      readonly DicomMessage: {
        readFile(
          bytes: ArrayBuffer,
          options: { readonly untilTag: string; readonly includeUntilTagValue: boolean },
        ): { readonly dict: Readonly<Record<string, { readonly Value?: readonly unknown[] }>> };
      };
    };
  }
  const dcmjs: Dcmjs;
  export default dcmjs;
}
