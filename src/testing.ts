// `cdk8s-mlops/testing`: helpers for the tests of a team's own app. They work in jest 29 and 30, and load neither.
export { type AppFinding, type FindingsOptions, findings } from './app/testing/app-findings';
export { type MatcherResult, toMatchChart } from './app/testing/chart-matcher';
export { type AppUnderTest, type RenderAppOptions, RenderedCharts, renderApp } from './app/testing/rendered-charts';
