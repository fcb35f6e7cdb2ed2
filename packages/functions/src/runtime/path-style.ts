/** True where AWS is an endpoint of this machine, on which names of buckets do not resolve. */
export function pathStyle(): boolean {
  return process.env["AWS_ENDPOINT_URL"] !== undefined;
}
