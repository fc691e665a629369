import { Command } from 'commander';
import type { FoundManifest } from '../manifest/manifest-text';
import { routeFindings } from '../routing/table/route-findings';
import { routingTable } from '../routing/table/routing-table';
import { unreadableObject } from '../routing/table/unreadable-object';
import { readManifestDirectory } from '../store/manifest-directory';
import { failure } from './failure';
import { routesData } from './routes-json';
import { routeFindingsText, routesText, trapFinding } from './routes-text';

interface RoutesFlags {
  readonly json?: boolean;
}

/** `cdk8s-mlops routes <dir>`: the routing table of any directory of manifests. */
export function routesCommand(): Command {
  return new Command('routes')
    .description('Print where requests go, read from any directory of manifests, ours or not; exit 1 when a file cannot be read')
    .argument('<dir>', 'a directory or file of manifests, for example dist/prod')
    .option('--json', 'print one JSON document for machines')
    .action(routes);
}

function routes(path: string, flags: RoutesFlags): void {
  try {
    const found = readManifestDirectory(path);
    const shapes = found.manifests.map((one) => [one, unreadableObject(one)] as const);
    const problems = [...found.findings, ...shapes.flatMap(([, problem]) => problem ?? [])];
    const readable = shapes.flatMap(([one, problem]) => (problem === undefined ? [one] : []));
    const positions = new Map(readable.map((one): [object, FoundManifest] => [one.manifest, one]));
    const manifests = readable.map(({ manifest }) => manifest);
    const [rows, traps] = [routingTable(manifests), routeFindings(manifests)];
    if (problems.length > 0) process.exitCode = 1;
    if (flags.json) process.stdout.write(`${JSON.stringify(routesData(rows, traps, problems, positions), null, 2)}\n`);
    else process.stdout.write(routeFindingsText([...problems, ...traps.map((trap) => trapFinding(trap, positions))]) + routesText(rows));
  } catch (error) {
    failure('routes', error, flags);
  }
}
