// Draws the icons of the installed app from public/favicon.svg, with a Chromium: `node xtask/icons.mjs`. Run it when the
// mark changes, and commit what it has drawn into public/icons/.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const mark = readFileSync(join(root, "public/favicon.svg"), "utf8");
const green = "#0a6456";

// Name, size, how much of it the mark takes, ground, mark, corner. What a launcher cuts into its own shape has the mark in the
// inner circle of 80 %, and no corner of its own.
const icons = [
  ["icon-192", 192, 0.62, "#ffffff", green, 0.2],
  ["icon-512", 512, 0.62, "#ffffff", green, 0.2],
  ["maskable-512", 512, 0.48, green, "#ffffff", 0],
  ["apple-180", 180, 0.6, "#ffffff", green, 0],
];

const folder = mkdtempSync(join(tmpdir(), "recourse-icons-"));
for (const [name, size, share, ground, ink, corner] of icons) {
  const drawn = mark.replaceAll(green, ink).replace("<svg ", `<svg width="${size * share}" height="${size * share}" `);
  const place = `width:${size}px;height:${size}px;display:grid;place-items:center;background:${ground};border-radius:${size * corner}px`;
  const page = join(folder, `${name}.html`);
  writeFileSync(page, `<!doctype html><body style="margin:0"><div style="${place}">${drawn}</div>`);
  execFileSync(process.env.CHROMIUM ?? "chromium", [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--hide-scrollbars", "--default-background-color=00000000", `--window-size=${size},${size}`,
    `--user-data-dir=${join(folder, "profile")}`, `--screenshot=${join(root, `public/icons/${name}.png`)}`, `file://${page}`,
  ], { stdio: "ignore" });
}
rmSync(folder, { recursive: true, force: true });
