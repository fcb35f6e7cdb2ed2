/** Makes a value on first use and keeps it: a cold start pays for what the request needs, and nothing at import. */
export function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
