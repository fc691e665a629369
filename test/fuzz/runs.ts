/** Cases per property. `FUZZ_RUNS=5000 npx jest test/fuzz` looks for more, and `FUZZ_SEED` for others. */
export const RUNS = Number(process.env.FUZZ_RUNS ?? 6);

/** The same cases in every run of the tests, until someone asks for others. */
export const SEED = Number(process.env.FUZZ_SEED ?? 7);
