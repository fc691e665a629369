/**
 * What a render gives: directories and the text of the files in each.
 *
 * Directory names are relative to the output directory with `/` between parts (`prod/scoring`); file names have no `/`.
 * A directory is the unit of ownership: it has one inventory, and one FluxKustomization or ArgoApplication applies it.
 */
export type FileTree = ReadonlyMap<string, FileTreeDirectory>;

/** File name to the file's whole text. */
export type FileTreeDirectory = ReadonlyMap<string, string>;
