import { memoryObjects } from "./memory-objects.ts";
import { objectReaderContract } from "./object-reader.contract.ts";

const objects = memoryObjects();
objectReaderContract("in memory", () => ({
  reader: objects,
  put: async (key, bytes) => objects.put(key, bytes),
  delete: async (object) => objects.delete(object),
}));
