/** The region that owns the data: Lambda names it. */
export function homeRegion(): string {
  const region = process.env["AWS_REGION"];
  if (region === undefined) throw new Error("AWS_REGION is not set");
  return region;
}
