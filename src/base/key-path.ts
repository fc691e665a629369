import { shown } from './shown';

/** `env.HOME`, `labels["a/b"]`. */
export function keyPath(path: string, key: string): string {
  if (/^\w+$/.test(key)) return path === '' ? key : `${path}.${key}`;
  return `${path}[${shown(key)}]`;
}
