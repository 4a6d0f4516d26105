// Builds the front-end assets into src/waymark/web/static/build (git-ignored, part of the wheel).
// Node.js and the packages pinned in package.json are all it needs. It touches nothing else.
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import * as sass from 'sass'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const build = join(root, 'src/waymark/web/static/build')
const frontend = join(root, 'node_modules/govuk-frontend/dist/govuk')

const withoutSourceMap = (text) => text.replace(/^(\/\/#|\/\*#) sourceMappingURL=.*$/gm, '').trimEnd() + '\n'

// The crest is the Crown's: it is not ours to use, and its picture is not in the build.
const withoutCrest = (css) => css.replace(/[\w-]+:\s*(?:[^;{}]*\s)?url\([^)]*crest[^)]*\)[^;{}]*;?/g, '')

const style = sass.compile(join(root, 'src/waymark/web/design/site.scss'), {
  style: 'compressed',
  importers: [new sass.NodePackageImporter(join(root, 'package.json'))],
  quietDeps: true
})
const css = withoutSourceMap(withoutCrest(style.css))
for (const unwanted of ['GDS Transport', 'url(', '@import']) {
  if (css.includes(unwanted)) {
    throw new Error(`site.css must not contain "${unwanted}"`)
  }
}

await rm(build, { recursive: true, force: true })
await mkdir(build, { recursive: true })
await writeFile(join(build, 'site.css'), css)
await writeFile(
  join(build, 'govuk-frontend.min.js'),
  withoutSourceMap(await readFile(join(frontend, 'govuk-frontend.min.js'), 'utf8'))
)
// Fonts for documents: wide in letters, free to pass on. Pages use the reader's own fonts.
const fonts = join(root, 'node_modules/dejavu-fonts-ttf')
await mkdir(join(build, 'fonts'), { recursive: true })
for (const name of ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSans-Oblique.ttf']) {
  await copyFile(join(fonts, 'ttf', name), join(build, 'fonts', name))
}
await copyFile(join(fonts, 'LICENSE'), join(build, 'fonts', 'LICENSE'))
console.log(`built site.css (${Math.round(css.length / 1024)} KB) and govuk-frontend.min.js`)
