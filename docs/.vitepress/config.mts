import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { anchorOf } from './anchor';

const here = dirname(fileURLToPath(import.meta.url));

/** The sidebar is `docs/index.md`: its headings, and the pages below them. */
function sidebar() {
  const groups: { text: string; items: { text: string; link: string }[] }[] = [];
  for (const line of readFileSync(join(here, '../index.md'), 'utf8').split('\n')) {
    const heading = /^## (.*)$/.exec(line)?.[1];
    if (heading !== undefined) groups.push({ text: heading, items: [] });
    for (const [, text = '', link = ''] of line.matchAll(/\[([^\]]+)\]\((?!https?:)([^)#]+)\.md\)/g)) groups.at(-1)?.items.push({ text, link: `/${link}` });
  }
  const api = readdirSync(join(here, '../api')).filter((file) => file !== 'index.md');
  const titleOf = (file: string) => /^# (.*)$/m.exec(readFileSync(join(here, '../api', file), 'utf8'))?.[1] ?? file;
  groups.push({ text: 'API reference', items: api.map((file) => ({ text: titleOf(file), link: `/api/${file.replace('.md', '')}` })) });
  return groups.map((group) => ({ ...group, collapsed: group.items.length > 12 }));
}

export default defineConfig({
  title: 'cdk8s-mlops',
  description: 'Typed cdk8s constructs that render machine-learning systems to plain Kubernetes YAML',
  outDir: '../artifacts/site',
  cacheDir: '../.cache/vitepress',
  cleanUrls: false, // the site works from any static host, and below any path
  metaChunk: true,
  markdown: {
    anchor: { slugify: anchorOf },
    html: false, // `<name>` in a page is text
    config: (md) => {
      const code = md.renderer.rules.code_inline;
      md.renderer.rules.code_inline = (tokens, i, ...rest) => {
        tokens[i]?.attrSet('v-pre', ''); // `{{name}}` in a page is text
        return code?.(tokens, i, ...rest) ?? '';
      };
      const parse = md.parse.bind(md);
      md.parse = (text, env) => parse(text.replace(/^<!--[\s\S]*?-->\n/gm, ''), env); // setup of the examples, for the tests alone
    },
  },
  themeConfig: {
    search: { provider: 'local' }, // the index is part of the site: no service is asked
    outline: [2, 3],
    sidebar: sidebar(),
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'API', link: '/api/' },
    ],
    socialLinks: [{ icon: 'github', link: 'https://github.com/cdk8s-mlops/cdk8s-mlops' }],
  },
});
