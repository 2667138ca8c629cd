// Builds what the pages load into build/static/: a stylesheet for staff and a small one for the public, GOV.UK
// Frontend's own script, and our own scripts' neighbours (images stay in static/). Plain Node, no bundler, no network.
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, "node_modules");
const finished = join(root, "build", "static");
const target = join(root, "build", ".static-making");
const former = join(root, "build", ".static-former");

// GDS Transport and the crown belong to GOV.UK alone. A build that contains them must not leave this machine.
const FORBIDDEN = [/transport/i, /crest/i, /crown/i];

async function buildStyles(name) {
  const { css } = sass.compile(join(root, "frontend", `${name}.scss`), {
    loadPaths: [packages],
    style: "compressed",
    sourceMap: false,
    quietDeps: true,
  });
  const found = FORBIDDEN.find((pattern) => pattern.test(css));
  if (found) throw new Error(`The stylesheet contains ${found}: see frontend/_settings.scss.`);
  await writeFile(join(target, "css", `${name}.css`), css);
  return css.length;
}

// The classic bundle sets window.GOVUKFrontend. Its source map is not shipped, so the line that
// names it goes too: Django's hashed storage would look for the file and fail.
async function copyGovukScript() {
  const source = join(packages, "govuk-frontend", "dist", "govuk", "all.bundle.js");
  const script = (await readFile(source, "utf8")).replace(/^\/\/# sourceMappingURL=.*$/m, "");
  await writeFile(join(target, "js", "govuk-frontend.js"), script);
  return script.length;
}

await rm(target, { recursive: true, force: true });
await mkdir(join(target, "css"), { recursive: true });
await mkdir(join(target, "js"), { recursive: true });
const [styles, publicStyles, script] = await Promise.all([buildStyles("app"), buildStyles("public"), copyGovukScript()]);

// The finished folder takes the place of the former one at once: a server that runs meanwhile misses nothing.
await rm(former, { recursive: true, force: true });
await rename(finished, former).catch((missing) => { if (missing.code !== "ENOENT") throw missing; });
await rename(target, finished);
await rm(former, { recursive: true, force: true });
console.log(`build/static: css/app.css ${styles} bytes, css/public.css ${publicStyles} bytes, js/govuk-frontend.js ${script} bytes`);
