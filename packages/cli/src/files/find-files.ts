import { readdir, stat } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import type { FileToUpload } from "../client/upload-files.ts";
import { UsageError } from "../usage-error.ts";
import { givenPath } from "./given-path.ts";

/**
 * The files of a list of files and folders, with their subfolders. A file in a folder is named with the folder's
 * name, `study/series/IM0001`; a file that was given by itself with its own. Throws UsageError when a path is not
 * there, when nothing is found, and when two files would have one name: the second would replace the first.
 */
export async function findFiles(paths: readonly string[]): Promise<FileToUpload[]> {
  const found: FileToUpload[] = [];
  for (const path of paths) {
    const at = givenPath(path);
    const entry = await stat(at).catch((cause: unknown) => {
      throw new UsageError(`There is no file or folder ${path}.`, undefined, { cause });
    });
    if (entry.isDirectory()) await walk(at, basename(at), found);
    else if (entry.isFile()) found.push({ path: at, name: basename(at) });
    else throw new UsageError(`${path} is neither a file nor a folder.`);
  }
  if (found.length === 0) throw new UsageError("There is no file in what was given.");
  return eachOnce(found);
}

async function walk(folder: string, name: string, found: FileToUpload[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    // The root of a file system has no name.
    const file = { path: join(folder, entry.name), name: posix.join(name, entry.name) };
    if (entry.isDirectory()) await walk(file.path, file.name, found);
    else if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(file.path)))) found.push(file);
  }
}

/** Links to folders are not followed: they may lead in a circle. One to nowhere is told when it is to be read. */
async function leadsToFile(path: string): Promise<boolean> {
  const target = await stat(path).catch(() => undefined);
  return target?.isFile() ?? true;
}

function eachOnce(files: readonly FileToUpload[]): FileToUpload[] {
  const byName = new Map<string, FileToUpload>();
  for (const file of files) {
    const other = byName.get(file.name) ?? file;
    if (other.path !== file.path) {
      throw new UsageError(
        `${other.path} and ${file.path} would both become ${file.name}.`,
        "Upload the folder that holds both.",
      );
    }
    byName.set(file.name, file);
  }
  return [...byName.values()];
}
