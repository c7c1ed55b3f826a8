// Screenshots and axe over a folder written by the gallery: node check.mjs FOLDER OUT
// Needs playwright-core and axe-core (npm i in some folder, NODE_PATH or cwd there) and Debian's chromium.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

const [folder, out] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
const server = createServer((request, response) => {
  try {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain", "content-security-policy": csp });
    response.end(readFileSync(join(folder, path)));
  } catch {
    response.writeHead(404).end();
  }
}).listen(0);
const base = `http://127.0.0.1:${server.address().port}/`;
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "gallery-")), { executablePath: "/usr/bin/chromium", headless: true, args: flags, bypassCSP: true });
let faults = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith(".html"))) {
  for (const width of [1280, 360, 320]) {
    const page = await context.newPage();
    page.on("console", (message) => message.type() === "error" && (faults++, console.log(name, "console:", message.text())));
    await page.setViewportSize({ width, height: 900 });
    await page.goto(base + name);
    await page.evaluate(() => document.fonts.ready);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) {
      faults++;
      const far = await page.evaluate((limit) => [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > limit + 1).slice(0, 6).map((node) => node.outerHTML.slice(0, 100)), width);
      console.log(name, `${width}px: page is ${wide}px wide`, far);
    }
    if (width !== 320) {
      await page.screenshot({ path: join(out, `${name.replace(".html", "")}-${width}.png`), fullPage: true });
      await page.addScriptTag({ content: axe });
      const result = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      for (const fault of result.violations) {
        faults++;
        console.log(name, width, fault.id, fault.help, fault.nodes.slice(0, 4).map((node) => node.html.slice(0, 160) + " || " + (node.failureSummary ?? "").split("\n")[1]));
      }
    }
    await page.close();
  }
}
await context.close();
server.close();
console.log(faults ? `${faults} faults` : "no faults");
process.exitCode = faults ? 1 : 0;
