/** A small change of the source that makes it wrong. */
export interface Mutation {
  /** The area, and what no longer holds. */
  readonly name: string;
  /** A text that occurs once in one file of `src/`. */
  readonly find: string;
  readonly replace: string;
  /** Paths of tests, as jest takes them. */
  readonly tests: readonly string[];
}

const STORE = ['test/store'];
const VERBS = ['test/cli/switch'];
const ANNOTATIONS = ['test/gitops', 'test/kube/delivery'];

/** Grouped by what they break: the store's rollback, file modes, guards of the verbs, protection from pruning, cache stamps, registries. */
export const MUTATIONS: readonly Mutation[] = [
  // The store: ownership, rollback, modes.
  {
    name: 'store: a journal that was cut short is carried out',
    find: 'lines.at(-2) !== lastLine || ',
    replace: '',
    tests: STORE,
  },
  {
    name: 'store: a journal may lead outside the output directory',
    find: 'if (path === undefined || !isSafe(path)) return undefined;',
    replace: 'if (path === undefined) return undefined;',
    tests: STORE,
  },
  {
    name: 'store: a write that failed before its journal leaves staged files',
    find: 'if (!begun) discardStaged(outdir);',
    replace: '',
    tests: STORE,
  },
  {
    name: 'store: a killed write is not completed',
    find: 'journal === undefined ? [] : pendingSteps(outdir, journal)',
    replace: '[]',
    tests: STORE,
  },
  {
    name: 'store: an unfinished write looks like a finished one',
    find: 'if (readJournal(outdir) === undefined) return;',
    replace: 'return;',
    tests: STORE,
  },
  {
    name: 'store: files are readable by their owner alone',
    find: "flag: 'wx', mode: 0o644",
    replace: "flag: 'wx', mode: 0o600",
    tests: STORE,
  },
  {
    name: 'store: staging follows a link',
    find: "encoding: 'utf8', flag: 'wx'",
    replace: "encoding: 'utf8', flag: 'w'",
    tests: STORE,
  },
  {
    name: 'store: files of others are overwritten',
    find: 'else if (!there?.inventory?.names.has(name)) plan.unowned.push(path);',
    replace: '',
    tests: STORE,
  },
  {
    name: 'store: recovery deletes files of others',
    find: "if (step.do === 'delete') return isOurs(standing, step.path);",
    replace: "if (step.do === 'delete') return true;",
    tests: STORE,
  },
  {
    name: 'store: links in the place of files are replaced',
    find: 'if (entry === undefined || entry.isFile()) return;',
    replace: 'return;',
    tests: STORE,
  },
  {
    name: "store: another app's output directory is entered",
    find: 'return root === inventoryRoot(directory) ? { text, names: new Set(names) } : undefined;',
    replace: 'return { text, names: new Set(names) };',
    tests: STORE,
  },
  {
    name: 'store: a longer file counts as unchanged',
    find: 'readUpTo(file, length + 1) === length',
    replace: 'readUpTo(file, length) === length',
    tests: STORE,
  },
  {
    name: 'store: a file of the same length counts as unchanged',
    find: ' && wanted.compare(found, 0, length, 0, length) === 0',
    replace: '',
    tests: STORE,
  },
  {
    name: 'store: the lock of a running process is broken',
    find: 'if (owner === undefined || owner === process.pid) return false;',
    replace: 'return false;',
    tests: STORE,
  },
  {
    name: 'store: files are deleted before the journal is complete',
    find: "return [...work.staging, { do: 'commit', journal }, ...journal, { do: 'close' }];",
    replace: "return [...work.deletes, ...work.staging, { do: 'commit', journal }, ...journal, { do: 'close' }];",
    tests: STORE,
  },
  {
    name: 'store: inventories are written before the files that they list',
    find: '[...work.deletes, ...work.moves, ...work.inventories, ...emptied(plan.changes)]',
    replace: '[...work.inventories, ...work.deletes, ...work.moves, ...emptied(plan.changes)]',
    tests: STORE,
  },

  // The verbs that edit release files: rollback, modes, guards.
  {
    name: 'switch: the release file gets another mode',
    find: 'chmodSync(path, like.mode & 0o7777);',
    replace: '',
    tests: VERBS,
  },
  {
    name: 'switch: a link to the release file is replaced by a copy',
    find: 'if (existsSync(absolute)) return realpathSync(absolute);',
    replace: 'if (existsSync(absolute)) return absolute;',
    tests: VERBS,
  },
  {
    name: 'switch: the release file is not rolled back when a tree cannot be written',
    find: 'undo.push(() => replaceFile(path, before));',
    replace: '',
    tests: VERBS,
  },
  {
    name: 'switch: trees are not rolled back when a later one cannot be written',
    find: 'undo.push(() => writeTree(app.outdir, app.before));',
    replace: '',
    tests: VERBS,
  },
  {
    name: 'switch: a proof that names a directory is found after the switch',
    find: "if (file?.isDirectory()) refuse('this is a directory, not a file');",
    replace: '',
    tests: VERBS,
  },
  {
    name: 'switch: a proof replaces a rendered file',
    find: 'if (!taken.map(targetOf).includes(targetOf(proof))) return;',
    replace: 'return;',
    tests: VERBS,
  },
  {
    name: 'switch: inactive: warm stays in the release file',
    find: 'if (wanted === undefined) return pair === undefined ? [] : [removal(text, route, pair)];',
    replace: 'if (wanted === undefined) return [];',
    tests: [...VERBS, 'test/environment'],
  },
  {
    name: 'switch: users are sent to a color without pods',
    find: '!workloads.some(({ replicas }) => replicas > 0)',
    replace: 'false',
    tests: [...VERBS, 'test/routing'],
  },
  {
    name: 'switch: users are sent to a color that is off',
    find: "if (inactive.kind === 'off') throw",
    replace: 'if (false) throw',
    tests: [...VERBS, 'test/routing'],
  },
  {
    name: 'switch: all users are sent to a color that is scaled down',
    find: 'if (after.route.spec.live === color) throw',
    replace: 'if (false) throw',
    tests: [...VERBS, 'test/routing'],
  },
  {
    name: 'switch: images without a digest go live where digests are required',
    find: "if (pins === 'required') refuseUnpinned(",
    replace: 'if (false) refuseUnpinned(',
    tests: [...VERBS, 'test/routing'],
  },
  {
    name: 'switch: an output directory that differs from the app is switched all the same',
    find: 'if (!existsSync(outdir) || !hasChanges(planTree(outdir, before))) continue;',
    replace: 'continue;',
    tests: VERBS,
  },

  // Protection from pruning and re-creation.
  {
    name: 'delivery: Argo CD prunes what must stay',
    find: "...(retain ? ['Prune=false'] : []),",
    replace: '',
    tests: ANNOTATIONS,
  },
  {
    name: 'delivery: Flux prunes what must stay',
    find: "prune`, 'disabled');",
    replace: "prune`, 'enabled');",
    tests: ANNOTATIONS,
  },
  {
    name: 'delivery: argocd-cm is pruned with its file',
    find: 'addDeliveryHints(object, { retain: true });\n    noteApplicationHealth(this);',
    replace: 'noteApplicationHealth(this);',
    tests: ANNOTATIONS,
  },
  {
    name: 'delivery: claims are pruned with their file',
    find: "'Namespace', 'PersistentVolumeClaim', 'PersistentVolume'",
    replace: "'Namespace', 'PersistentVolume'",
    tests: ANNOTATIONS,
  },
  {
    name: "delivery: a person's own sync option is overruled",
    find: 'options.filter((option) => !keys.has(keyOf(option)))',
    replace: 'options',
    tests: ANNOTATIONS,
  },
  {
    name: 'delivery: Flux takes back what a queue writes to a run',
    find: "ssa`, 'IfNotPresent');",
    replace: "ssa`, 'Merge');",
    tests: ANNOTATIONS,
  },
  {
    name: 'delivery: a superseded run shows the Application as out of sync',
    find: "addUnlessThere(object, COMPARE_OPTIONS, 'IgnoreExtraneous');",
    replace: '{}',
    tests: ANNOTATIONS,
  },

  // The cache of transformed modules.
  {
    name: 'cache: an edited module is not noticed',
    find: 'made}\\n`).update(text)',
    replace: 'made}\\n`)',
    tests: ['test/app'],
  },
  {
    name: 'cache: an edited tsconfig.json is not noticed',
    find: 'JSON.stringify([CACHE_FORMAT, esbuildVersion, file, options(file, format)])',
    replace: 'JSON.stringify([CACHE_FORMAT, esbuildVersion, file])',
    tests: ['test/app'],
  },
  {
    name: 'cache: a module that was cut short is run',
    find: 'return text.endsWith(end) ? text.slice(0, -end.length) : undefined;',
    replace: "return text.slice(0, text.lastIndexOf('\\n'));",
    tests: ['test/app'],
  },

  // Images and their registries.
  {
    name: 'image: a registry that is told by a capital letter is taken for a path',
    find: '/[.:A-Z]/.test(first)',
    replace: '/[.:]/.test(first)',
    tests: ['test/kube'],
  },
  {
    name: 'image: localhost is taken for a path',
    find: "first === 'localhost' || ",
    replace: '',
    tests: ['test/kube'],
  },
  {
    name: 'image: a digest of any text pins',
    find: 'digest !== undefined && !DIGEST.test(digest)',
    replace: 'false',
    tests: ['test/kube'],
  },
  {
    name: 'image: a tag counts as a pin',
    find: "return 'has no digest, and a tag can be moved';",
    replace: 'return undefined;',
    tests: ['test/environment', 'test/kube', 'test/serving'],
  },

  // The gate in front of constructs and factories.
  {
    name: 'props: an unknown key that is a getter is accepted',
    find: '(given === undefined && get === undefined)',
    replace: 'given === undefined',
    tests: ['test/base'],
  },
  {
    name: 'props: NaN is a number',
    find: " && !(type === 'number' && !Number.isFinite(value))",
    replace: '',
    tests: ['test/base'],
  },
  {
    name: 'props: a misspelled prop is accepted',
    find: 'if (!this.loose && additionalProperties === false)',
    replace: 'if (false)',
    tests: ['test/base'],
  },
];
