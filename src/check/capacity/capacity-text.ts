import type { CapacityResource, CapacityRow, CapacityTable } from './capacity-table';

const TITLES = ['live', 'idle color', 'surge', 'autoscaler', 'batch', 'peak', 'declared'];

/** The tables as plain text, in columns. */
export function capacityText(tables: readonly CapacityTable[]): string {
  if (tables.length === 0) return 'no environment has workloads that are added up\n';
  return tables.map((table) => `${table.environment}\n${columns(lines(table)).join('')}`).join('\n');
}

/** The same for a pull request: one Markdown table an environment. */
export function capacityMarkdown(tables: readonly CapacityTable[]): string {
  if (tables.length === 0) return capacityText(tables);
  return tables
    .map((table) => {
      const [head = [], ...body] = lines(table);
      if (body.length === 0) return `### ${table.environment}\n\n${head[0]}\n`;
      const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
      return `### ${table.environment}\n\n${[head, rule, ...body].map((cells) => `| ${cells.map((cell) => cell.trim()).join(' | ')} |\n`).join('')}`;
    })
    .join('\n');
}

function lines({ resources }: CapacityTable): readonly (readonly string[])[] {
  if (resources.length === 0) return [['no devices are asked for']];
  return [['devices', ...TITLES], ...resources.flatMap((resource) => [resourceCells(resource), ...resource.workloads.map(workloadCells)])];
}

function resourceCells(resource: CapacityResource): readonly string[] {
  return [resource.name, ...numbers(resource), resource.declared === undefined ? '–' : `${resource.declared}`];
}

function workloadCells(row: CapacityRow): readonly string[] {
  return [`  ${row.name}`, ...numbers(row), ''];
}

function numbers({ live, idle, surge, autoscaler, batch, peak }: CapacityRow): readonly string[] {
  return [live, idle, surge, autoscaler, batch, peak].map(String);
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  return rows.map((cells) => {
    const padded = cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)));
    return `  ${padded.join('  ').trimEnd()}\n`;
  });
}
