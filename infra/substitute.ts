/** Puts the ARNs into the definition. A step without a function, or a function without a step, is an error. */
export function substitute(source: string, arns: Record<string, string>): string {
  const unused = new Set(Object.keys(arns));
  const definition = source.replace(/\$\{(\w+)\}/g, (_, step: string) => {
    unused.delete(step);
    const arn = arns[step];
    if (arn === undefined)
      throw new Error(`the state machine names the step "${step}", which has no function`);
    return arn;
  });
  if (unused.size > 0) throw new Error(`the state machine does not use ${[...unused].join(", ")}`);
  return definition;
}
