/** Where the stage is deployed to, for ARNs of what the program does not make itself, or not yet. */
export const region = aws.getRegionOutput().region;
export const accountId = aws.getCallerIdentityOutput().accountId;
