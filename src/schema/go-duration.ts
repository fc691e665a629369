const PARTS = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*$/;

/** Whether Go's `time.ParseDuration` takes a text. @see https://pkg.go.dev/time#ParseDuration */
export function isGoDuration(text: string): boolean {
  return PARTS.test(text) || /^[+-]?0$/.test(text);
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A duration of Go in seconds; undefined for what is none. */
export function goDurationSeconds(text: string): number | undefined {
  if (!isGoDuration(text)) return undefined;
  const parts = [...text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ''] ?? 0), 0);
  return text.startsWith('-') ? -seconds : seconds;
}
