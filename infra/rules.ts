/** Every rule of the program, for whoever must say what a replay would reach. */

export interface DeclaredRule {
  readonly name: string;
  readonly arn: $util.Output<string>;
  /** The archive that keeps the events of the rule's bus. */
  readonly archive: "events" | "uploads";
  /** The detail types that the rule takes. */
  readonly types: readonly string[];
  /** The work queue that gets them, by its name in the program. */
  readonly target: string;
  readonly replayable: boolean;
}

const declared: DeclaredRule[] = [];

/** Called where a rule is made, so that none is forgotten. */
export function declareRule(rule: DeclaredRule): void {
  declared.push(rule);
}

/** Only complete when all stacks are read. */
export function declaredRules(): readonly DeclaredRule[] {
  return [...declared];
}
