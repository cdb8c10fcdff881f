// Opens HTML reports in Chromium: filters are clicked, keys pressed, nothing may be loaded or go wrong.
// node html.mjs REPORT [FOLDER FOR SCREENSHOTS]; playwright-core is looked for where NODE_PATH says.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";
import assert from "node:assert/strict";

const require = createRequire(path.join(process.env.NODE_PATH, "x.js"));
const { chromium } = require("playwright-core");
const [report, shots] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const open = async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => { wrong.push("a dialog"); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith("file:")) wrong.push(request.url()); });
  const started = Date.now();
  await page.goto(pathToFileURL(report).href);
  await page.waitForSelector(".row");
  return { page, wrong, took: Date.now() - started, close: () => context.close() };
};
const shot = (page, name) => shots && page.screenshot({ path: path.join(shots, `${name}.png`) });
const rows = (page) => page.locator(".row").allTextContents();
const count = async (page) => (await page.locator("#count").textContent()).match(/([\d,]+) documents?, ([\d,]+) findings?/).slice(1).map((digits) => Number(digits.replaceAll(",", "")));

// The list, an article, its findings.
const { page, wrong, took, close } = await open();
await shot(page, "list");
const verdicts = (await rows(page)).map((row) => ["hold", "review", "publish"].findIndex((verdict) => row.includes(verdict)));
assert.deepEqual(verdicts, [...verdicts].sort(), "the worst documents come first");
const [documents, findings] = await count(page);
await page.locator(".row").first().click();
await page.waitForSelector("mark");
assert.equal(await page.locator(".card.picked").count(), 1, "one finding is picked");
const second = (await page.locator(".card").count()) > 1;
await page.keyboard.press("j");
if (second) assert.equal(await page.locator(".card").nth(1).evaluate((card) => card.classList.contains("picked")), true, "j picks the next");
await page.locator("mark").first().click();
assert.ok(await page.locator("mark.picked").count() >= 1, "a mark can be picked");
await shot(page, "article");
const name = await page.locator("article h2").textContent();
await page.keyboard.press("n");
if (documents > 1) assert.notEqual(await page.locator("#middle article h2, #middle .meta").allTextContents().then(String), name, "n opens the next");
await page.keyboard.press("Escape");
await page.waitForSelector("section.overview");

// Filters: by severity, rule, category, verdict, text.
await page.locator("[data-severity=error]").click();
const [, errors] = await count(page);
assert.ok(errors > 0 && errors <= findings, "errors alone");
await page.locator("[data-severity=error]").click();
assert.deepEqual(await count(page), [documents, findings]);
for (const select of ["#rule", "#category"]) {
  const value = await page.locator(`${select} option`).nth(1).getAttribute("value");
  const label = await page.locator(`${select} option`).nth(1).textContent();
  await page.selectOption(select, value);
  const wanted = Number(label.match(/\(([\d,]+)\)$/)[1].replaceAll(",", ""));
  assert.equal((await count(page))[1], wanted, `${select} shows what it says`);
  await page.selectOption(select, "");
}
await page.selectOption("#verdict", "hold");
assert.ok((await rows(page)).every((row) => row.includes("hold")), "verdict");
await page.selectOption("#verdict", "");
await page.fill("#search", "no document is called this");
await page.waitForFunction(() => document.querySelectorAll(".row").length === 0);
await page.locator("#clear").click();
assert.deepEqual(await count(page), [documents, findings]);
await page.locator(".chart g").first().click();
assert.notEqual(await page.locator("#category").inputValue(), "", "a bar filters");
await page.locator("#clear").click();
await page.locator("#keys").click();
await page.locator("dialog button").click();
// Related places are linked in the text, where the first documents have some.
for (let number = 0; number < Math.min(documents, 15); number++) {
  await page.keyboard.press("n");
  const link = page.locator(".card.picked .link");
  if (await link.count()) {
    await link.first().click();
    assert.ok(await page.locator(".evidence.lit, mark").count() > 0);
    await shot(page, "related");
    break;
  }
}
await page.emulateMedia({ media: "print" });
await shot(page, "print");
assert.deepEqual(wrong, [], "nothing goes wrong");
assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
await close();

for (const [shown, options] of Object.entries({ dark: { colorScheme: "dark" }, narrow: { viewport: { width: 420, height: 860 } } })) {
  const { page, wrong, close } = await open(options);
  await shot(page, `${shown}-list`);
  await page.locator(".row").first().click();
  await page.waitForSelector("mark");
  await shot(page, `${shown}-article`);
  if (shown === "narrow") {
    assert.ok(!(await page.locator("#list").isVisible()) && await page.locator("#back").isVisible());
    await page.locator("#back").click();
    assert.ok(await page.locator("#list").isVisible());
  }
  assert.deepEqual(wrong, [], shown);
  await close();
}
await browser.close();
console.log(`== html: ${documents} documents, ${findings} findings: filters and keys work, nothing loaded, no error; open after ${took} ms`);
