import { preview } from './preview';

/** `env.HOME`, `labels["a/b"]`. */
export function keyPath(path: string, key: string): string {
  if (/^\w+$/.test(key)) return path === '' ? key : `${path}.${key}`;
  return `${path}[${preview(key)}]`;
}
