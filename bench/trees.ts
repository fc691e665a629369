import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Cost, measure, medianCost } from './run';

const RUNS = 3;

interface Row {
  readonly plain: Cost;
  readonly first: Cost;
  readonly again: Cost;
  /** A render that changes nothing and validates every object; cdk8s has nothing to compare with. */
  readonly validated: Cost;
}

/** The same tree by cdk8s and by this library, in turn, so that a slow moment of the machine meets both. */
function measureTree(program: string, folder: string, layout: string, charts: number): Row {
  const plain: Cost[] = [];
  const first: Cost[] = [];
  const again: Cost[] = [];
  const validated: Cost[] = [];
  const runs = charts > 2000 && layout === 'file-per-chart' ? 1 : RUNS;
  for (let run = 0; run < runs; run++) {
    const out = join(folder, `${layout}-${charts}-${run}`);
    plain.push(measure(program, ['cdk8s', layout, `${charts}`, join(out, 'cdk8s')]));
    first.push(measure(program, ['mlops', layout, `${charts}`, join(out, 'mlops')]));
    again.push(measure(program, ['mlops', layout, `${charts}`, join(out, 'mlops')]));
    validated.push(measure(program, ['mlops-validated', layout, `${charts}`, join(out, 'mlops')]));
    rmSync(out, { recursive: true });
  }
  return { plain: medianCost(plain), first: medianCost(first), again: medianCost(again), validated: medianCost(validated) };
}

/** Prints CPU and memory of trees of charts of six objects, and how cost grows. */
export function benchTrees(program: string, folder: string, sizes: readonly number[]): void {
  for (const layout of ['file-per-object', 'file-per-chart']) {
    const rows = sizes.map((charts) => ({ charts, ...measureTree(program, folder, layout, charts) }));
    process.stdout.write(`\n${layout}: CPU seconds and peak MiB of the whole process, median\n`);
    process.stdout.write('charts  objects   cdk8s        first render         unchanged re-render          validated\n');
    for (const { charts, plain, first, again, validated } of rows) {
      const cell = ({ cpu, memory }: Cost) => `${cpu.toFixed(2)} s ${memory.toFixed(0)} MiB`;
      const ratio = (cost: Cost) => `${(plain.cpu / cost.cpu).toFixed(1)}x less`;
      process.stdout.write(
        `${charts}`.padEnd(8) +
          `${charts * 6}`.padEnd(10) +
          cell(plain).padEnd(18) +
          `${cell(first)} (${ratio(first)})`.padEnd(30) +
          `${cell(again)} (${ratio(again)})`.padEnd(30) +
          `${cell(validated)}\n`,
      );
    }
    for (const [index, row] of rows.entries()) {
      const before = rows[index - 1];
      if (before === undefined) continue;
      const growth = (row.first.cpu / before.first.cpu).toFixed(2);
      process.stdout.write(
        `from ${before.charts} to ${row.charts} charts: ${growth} times the cost; cdk8s ${(row.plain.cpu / before.plain.cpu).toFixed(2)} times\n`,
      );
    }
  }
}
