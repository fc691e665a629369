import Module from 'node:module';
import { dirname } from 'node:path';

/** A module whose code does not come from its file: a bundle of it, which Node has not read. */
export interface CodeModule extends NodeModule {
  _compile(code: string, filename: string): unknown;
}

interface ModuleClass {
  new (id: string): CodeModule;
  _nodeModulePaths(folder: string): string[];
}

/** A module in the place of a file: it looks packages up where that would. @param id `.` for the main one */
export function codeModule(file: string, id = file): CodeModule {
  const Class = Module as unknown as ModuleClass;
  const made = new Class(id);
  made.filename = file;
  made.paths = Class._nodeModulePaths(dirname(file));
  return made;
}
