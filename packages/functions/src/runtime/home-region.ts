/** The region that this function runs in, which the Lambda service always sets. It goes into every event. */
export function homeRegion(): string {
  const region = process.env["AWS_REGION"];
  if (region === undefined) throw new Error("AWS_REGION is not set");
  return region;
}
