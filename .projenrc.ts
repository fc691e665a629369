import { type IResolver, javascript, typescript, YamlFile } from 'projen';

const GITHUB = 'https://github.com/cdk8s-mlops/cdk8s-mlops';

const project = new typescript.TypeScriptProject({
  name: 'cdk8s-mlops',
  description: 'Typed constructs that render machine-learning systems to plain Kubernetes YAML for GitOps with Flux and Argo CD',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk8s-mlops authors',
  copyrightPeriod: '2026',
  keywords: ['cdk8s', 'kubernetes', 'gitops', 'flux', 'argocd', 'mlops', 'kserve', 'yaml'],
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  typescriptVersion: '~5.9.3',
  projenVersion: '0.103.25',
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),
  repository: `${GITHUB}.git`,
  homepage: `${GITHUB}#readme`,
  bugsUrl: `${GITHUB}/issues`,
  depsUpgradeOptions: { workflow: false }, // `npm run upgrade`; a bot that opens pull requests would need a token

  // What projen offers and this project does differently:
  sampleCode: false, // src/ and test/ exist
  github: false, // projen's workflows commit to pull requests and cannot say which tag a pinned commit is; ours are below
  release: false, // a release is a tag, and publishing it is one workflow below
  jest: false, // it brings ts-jest, which takes three times as long as @swc/jest
  npmignoreEnabled: false, // the package is an allow list: `files` below

  artifactsDirectory: 'artifacts', // `dist/` is rendered YAML here, and committed
  entrypoint: 'lib/index.js',
  entrypointTypes: 'lib/types/src/index.d.ts',
  bin: { 'cdk8s-mlops': 'lib/cli/main.js' },

  // One entry per runtime dependency stands in docs/decisions/0003-dependencies.md.
  deps: ['commander@^14.0.3', 'diff@^9.0.0', 'esbuild@^0.28.2', 'picocolors@^1.1.1', 'yaml@^2.9.1'],
  peerDeps: ['cdk8s@^2.70.0', 'constructs@^10.3.0'],
  peerDependencyOptions: { pinnedDevDependency: false },
  devDeps: [
    '@biomejs/biome@2.5.15',
    '@swc/core@1.16.18',
    '@swc/jest@^0.2.39',
    '@types/jest@^30.0.0',
    '@types/js-yaml@^4.0.9',
    '@types/node@^20',
    'cdk8s@2.70.106',
    'cdk8s-cli@2.207.60',
    // The oldest and the newest whose objects are accepted; users need none.
    'cdk8s-plus-27@2.9.5',
    'cdk8s-plus-34@2.0.54',
    'constructs@10.8.1',
    'fast-check@~4.10.2',
    'jest@~30.5.2',
    'js-yaml@^4.1.0',
    'ts-node@^10.9.2', // the bench compares with the default way cdk8s runs a TypeScript app
    'tsx@^4.23.0',
    'vitepress@1.6.4',
  ],

  tsconfig: {
    compilerOptions: {
      rootDir: '.',
      target: 'ES2022',
      lib: ['es2022'],
      types: ['node'],
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: false,
      skipLibCheck: true,
      inlineSourceMap: false,
      inlineSources: false,
      paths: { 'cdk8s-mlops': ['./src/index.ts'], 'cdk8s-mlops/*': ['./src/*.ts'] }, // the examples run from the source, as users will write them
    },
    include: ['imports/**/*.ts'],
  },
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    compilerOptions: {
      types: ['node', 'jest'],
      skipLibCheck: true,
    },
    include: ['imports/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', '.projenrc.ts'],
  },

  biome: true,
  biomeOptions: {
    version: '2.5.15',
    biomeConfig: {
      formatter: { enabled: true, indentStyle: javascript.biome_config.IndentStyle.SPACE, indentWidth: 2, lineWidth: 140 },
      javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
      files: {
        includes: ['src/**', 'test/**', 'examples/**', 'bench/**', 'scripts/**', '.projenrc.ts', '!**/*.snap', '!**/__snapshots__'],
      },
      linter: {
        rules: {
          correctness: { noUnusedImports: 'error', noUnusedVariables: 'error' },
          style: { noDefaultExport: 'error', useImportType: 'error', noNonNullAssertion: 'error', noEnum: 'error' },
          suspicious: { noExplicitAny: 'error', noConsole: 'off' },
        } as javascript.biome_config.Rules,
      },
    },
  },
});

// -- what is committed, what is published --------------------------------------------------------
project.gitignore.removePatterns('/dist/');
project.gitignore.exclude('/node_modules', '/lib/', '/artifacts/', '/.cache/', '.DS_Store');
project.package.addVersion('0.1.0');
project.package.addField('files', ['lib/**/*.js', 'lib/**/*.d.ts', 'lib/schemas/*.json', 'docs/**/*.md', 'CHANGELOG.md']);
project.package.addField('exports', {
  '.': { types: './lib/types/src/index.d.ts', default: './lib/index.js' },
  './check': { types: './lib/types/src/check.d.ts', default: './lib/check.js' },
  './testing': { types: './lib/types/src/testing.d.ts', default: './lib/testing.js' },
  // The validation plugin is no entry: cdk8s loads it by the path of its file, `./node_modules/cdk8s-mlops/lib/validation`.
  './package.json': './package.json',
});
// cdk8s-plus-27 lists a maintainer tool of 188 packages as an optional dependency; only a root package.json can refuse it.
// unrs-resolver 1.13.0 is not published for all the platforms that it lists, and `npm ci` refuses a lock file that lacks one.
project.package.addField('overrides', { backport: 'npm:picocolors@1.1.1', 'unrs-resolver': '1.12.2' });
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.gitattributes.addAttributes('/imports/**', 'linguist-generated');
project.gitattributes.addAttributes('*', 'text=auto', 'eol=lf');

project.package.addField('jest', {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cluster/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  moduleNameMapper: { '^cdk8s-mlops$': '<rootDir>/src/index.ts', '^cdk8s-mlops/(check|testing)$': '<rootDir>/src/$1.ts' },
  watchPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
  globalSetup: '<rootDir>/test/support/make-temporary-folder.ts',
  globalTeardown: '<rootDir>/test/support/remove-temporary-folder.ts',
});

// Else it depends on where node_modules lies.
project.biome?.file.addOverride('$schema', 'node_modules/@biomejs/biome/configuration_schema.json');

// -- commands --------------------------------------------------------------------------------------
// `compile` of projen would leave a package without its bundles.
for (const task of ['build', 'watch', 'package', 'pre-compile', 'compile', 'post-compile']) project.removeTask(task);
project.addTask('build', {
  description: 'Compile src/ and imports/ to lib/',
  steps: [{ exec: 'tsx scripts/build/main.ts' }, { exec: 'tsc --emitDeclarationOnly --outDir lib/types' }],
});
// A script, not a task: projen's own start would take longer than the render.
const cli = 'node --import tsx src/cli/main.ts';
project.setScript('render', `${cli} render`);
project.setScript('check', `${cli} check`);
// What is packed was built from what stands here.
project.setScript('prepack', 'npm run build');
project.addTask('bench', {
  description: 'Print cost ratios against plain cdk8s (needs a build)',
  steps: [{ spawn: 'build' }, { exec: 'node --import tsx bench/main.ts', receiveArgs: true }],
});
project.addTask('generate', {
  description: 'Regenerate imports/ from a folder of API schema facts: npm run generate -- <folder>',
  exec: 'node --import tsx scripts/generate/main.ts',
  receiveArgs: true,
});
project.addTask('mutations', {
  description:
    'Break the source 40 times and more, on purpose, in a copy, and fail unless the tests notice: npm run mutations -- <part of a name>',
  exec: 'node --import tsx scripts/mutations/main.ts',
  receiveArgs: true,
});
project.addTask('test:cluster', {
  description: 'Dry-run every example object on a real API server (KUBECONFIG)',
  exec: 'jest --ci --testPathIgnorePatterns /node_modules/ --testMatch "<rootDir>/test/cluster/**/*.test.ts"',
  receiveArgs: true,
});

// Read-only order: cheap checks first; nothing here writes to the tree.
const lint = project.addTask('lint', { description: 'Lint and format check, read-only', exec: 'biome ci --colors=off' });
const types = project.addTask('types', { description: 'Type check of everything', exec: 'tsc --noEmit -p tsconfig.dev.json' });
const docs = project.addTask('docs', {
  description: 'Build the site from docs/ into artifacts/site; a dead link fails the build',
  exec: 'vitepress build docs --logLevel warn',
});
project.testTask.reset();
project.testTask.spawn(types);
project.testTask.spawn(lint);
project.testTask.spawn(docs);
project.testTask.exec('jest --ci', { receiveArgs: true });

// -- CI on GitHub: the same commands -----------------------------------------------------------------
/** Tags of actions and the commits they point at. A tag can be moved to other code; a commit cannot. */
const ACTIONS = {
  checkout: { commit: '1af3b93b6815bc44a9784bd300feb67ff0d1eeb3', tag: 'v6.0.0' },
  'setup-node': { commit: '2028fbc5c25fe9cf00d9f06a71cc4710d4507903', tag: 'v6.0.0' },
};

/** A workflow whose pinned commits carry their tag as a comment. */
class Workflow extends YamlFile {
  protected override synthesizeContent(resolver: IResolver): string | undefined {
    const tags = new Map(Object.values(ACTIONS).map(({ commit, tag }) => [commit, tag]));
    return super.synthesizeContent(resolver)?.replace(/@([0-9a-f]{40})$/gm, (pin, commit) => `${pin} # ${tags.get(commit)}`);
  }
}

const expression = (of: string) => ['$', '{{ ', of, ' }}'].join('');
const use = (name: keyof typeof ACTIONS, options?: object) => ({ uses: `actions/${name}@${ACTIONS[name].commit}`, with: options });
const checkout = (node: string, options: object = {}) => [
  use('checkout', { 'persist-credentials': false }),
  use('setup-node', { 'node-version': node, ...options }),
];

new Workflow(project, '.github/workflows/ci.yml', {
  committed: true,
  obj: {
    name: 'ci',
    on: { push: { branches: ['main'] }, pull_request: {} },
    permissions: { contents: 'read' },
    jobs: {
      test: {
        'runs-on': 'ubuntu-24.04',
        'timeout-minutes': 30,
        strategy: { 'fail-fast': false, matrix: { node: ['20', '22', '24'] } },
        steps: [...checkout(expression('matrix.node')), { run: '.ci/run' }],
      },
      cluster: {
        'runs-on': 'ubuntu-24.04',
        'timeout-minutes': 45,
        env: { KUBECONFIG: `${expression('github.workspace')}/.cache/kubeconfig` },
        steps: [
          ...checkout('20'),
          { run: 'mkdir -p .cache && kind create cluster --wait 2m' }, // kind and kubectl come with the runner
          { run: 'npm ci' },
          { run: 'npm run test:cluster' },
        ],
      },
    },
  },
});

new Workflow(project, '.github/workflows/release.yml', {
  committed: true,
  obj: {
    name: 'release',
    on: { push: { tags: ['v*'] } },
    permissions: {},
    jobs: {
      test: {
        'runs-on': 'ubuntu-24.04',
        'timeout-minutes': 30,
        permissions: { contents: 'read' },
        steps: [
          ...checkout('24'),
          { name: 'The tag is the version', run: 'test "v$(node -p "require(\'./package.json\').version")" = "$GITHUB_REF_NAME"' },
          { run: '.ci/run' },
        ],
      },
      publish: {
        needs: 'test',
        'runs-on': 'ubuntu-24.04',
        'timeout-minutes': 10,
        environment: 'npm', // npm trusts this workflow in this environment: no token is stored anywhere
        permissions: { contents: 'read', 'id-token': 'write' },
        steps: [
          ...checkout('24', { 'package-manager-cache': false }),
          { run: 'npm ci' },
          { run: 'npm publish --provenance --access public' },
        ],
      },
    },
  },
});

const update = project.addTask('test:update', { description: 'Accept snapshots; read the diff before you commit it' });
update.exec('jest --ci=false --updateSnapshot', { receiveArgs: true });

project.synth();
