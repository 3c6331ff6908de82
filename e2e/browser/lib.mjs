// What every journey needs: a browser, a signed-in person, a watch over the console.
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.NODE_MODULES}/`);
const { chromium } = require("playwright-core");
export const axePath = require.resolve("axe-core/axe.min.js");

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

/// The code of a time step (RFC 6238).
export function codeOf(secret, step) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/=+$/, "")].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const spent = new Map();

/// A code that was not used before. A step works once, and one step either way is accepted, so three sign-ins of one
/// person fit into half a minute; a fourth waits for the next step.
export async function freshCode(secret) {
  const now = () => Math.floor(Date.now() / 30_000);
  // The step before this one is no longer accepted when this one ends: it has to last until the code was sent.
  const earliest = Math.floor((Date.now() + 10_000) / 30_000) - 1;
  const step = Math.max((spent.get(secret) ?? 0) + 1, earliest);
  while (step > now() + 1) await new Promise((resolve) => setTimeout(resolve, 200));
  spent.set(secret, step);
  return codeOf(secret, step);
}

/// A page whose console errors, page errors and refused resources fail the journey.
export async function watchedPage(context, allowed = []) {
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    // What an identity provider's own pages miss is not ours.
    const ours = !page.url().startsWith("http://127.0.0.1:");
    if (message.type() === "error" && ours && !allowed.some((pattern) => pattern.test(message.text()))) {
      page.faults.push(`console: ${message.text()}`);
    }
  });
  return page;
}

export function expectNoFaults(page) {
  if (page.faults.length > 0) throw new Error(`${page.url()}\n  ${page.faults.join("\n  ")}`);
}

/// Waits until the script has taken over: clicks before that are lost. Without scripts there is nothing to wait for.
export async function settled(page, scripts) {
  if (scripts) await page.waitForSelector("html[data-hydrated='true']", { timeout: 20_000, state: "attached" });
}

/// Signs in with password and code and lands on the organisation's first page.
export async function signIn(page, base, person, scripts) {
  await page.goto(`${base}/signin`);
  await settled(page, scripts);
  await page.getByLabel("Work e-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/signin\/factor/);
  await settled(page, scripts);
  await page.getByLabel("Six-digit code").fill(await freshCode(person.totp_secret));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/o\/[^/]+\//);
  await settled(page, scripts);
}

export function expect(condition, sentence) {
  if (!condition) throw new Error(sentence);
}
