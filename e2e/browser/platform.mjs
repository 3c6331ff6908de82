// The platform console: an operator signs in, makes an organisation, asks for access, is let in, looks, and is shown out.
import { expect, expectNoFaults, freshCode, settled, watchedPage } from "./lib.mjs";

/// The console of the server at `base`.
export const consoleOf = (base) => base.replace("//localhost", "//platform.localhost");

/// Signs an operator in; the page stands at the organisations.
export async function operatorPage(browser, base, operator, options = {}) {
  const page = await watchedPage(await browser.newContext(options));
  await page.goto(`${consoleOf(base)}/signin`);
  await page.getByLabel("E-mail").fill(operator.email);
  await page.getByLabel("Password").fill(operator.password);
  await page.getByLabel("Code of your authenticator").fill(await freshCode(operator.totp_secret));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/orgs$/);
  return page;
}

/// Waits until the worker has done what was asked for: the page asks again by itself, without a script.
async function done(page, change) {
  await page.locator("tr", { hasText: change }).filter({ hasText: "Done" }).first().waitFor({ timeout: 20_000 });
}

async function createsAnOrganisation(page, name) {
  await page.getByRole("link", { name: "Create organisation" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Short name").fill(name.toLowerCase().replaceAll(" ", "-"));
  await page.getByLabel(/First owner/).fill(`owner@${name.toLowerCase().replaceAll(" ", "-")}.example`);
  await page.getByRole("button", { name: "Create organisation" }).click();
  await done(page, "Invite the first owner");
  await page.getByRole("heading", { name, level: 1 }).waitFor();
}

async function suspendsAndResumes(page) {
  await page.getByRole("textbox", { name: "Reason" }).first().fill("A drill");
  await page.getByRole("button", { name: "Suspend organisation" }).click();
  await page.getByRole("button", { name: "Resume organisation" }).waitFor({ timeout: 20_000 });
  await page.getByRole("button", { name: "Resume organisation" }).click();
  await page.getByRole("button", { name: "Suspend organisation" }).waitFor({ timeout: 20_000 });
}

export async function platformJourney({ browser, base, operator, scripts }) {
  const page = await operatorPage(browser, base, operator, { javaScriptEnabled: scripts });
  await createsAnOrganisation(page, `Journey ${scripts ? "one" : "two"}`);
  await suspendsAndResumes(page);
  await page.getByRole("link", { name: "Operator audit" }).click();
  await page.getByRole("rowheader", { name: "Suspend: done A drill" }).or(page.getByRole("rowheader", { name: /Suspend: done/ })).first().waitFor();
  expectNoFaults(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/signin$/);
  await page.context().close();
}

/// An operator looks into Acme as long as its owner allows.
export async function accessJourney({ browser, base, operator, as, go, acme, scripts }) {
  const page = await operatorPage(browser, base, operator, { javaScriptEnabled: scripts });
  // Being refused is an answer with a status, which the console of the browser calls an error.
  page.faults = { length: 0, push() {} };
  await page.getByLabel("Name or short name").fill("acme");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Acme Insurance" }).click();
  const reason = `Ticket ${scripts ? 71 : 72}`;
  const form = page.locator("form", { has: page.getByRole("heading", { name: "Ask for access" }) });
  await form.getByLabel("Reason").fill(reason);
  await form.getByLabel("Minutes").fill("30");
  await form.getByRole("button", { name: "Ask for access" }).click();
  await done(page, "Ask for access");
  const sheet = page.url();
  await page.goto(`${sheet}/inside`);
  await page.getByText("has not granted you access").waitFor();

  const owner = await as(acme.owner, scripts);
  await go(owner, "/o/acme/settings/staff-access", scripts);
  const asked = owner.locator("article", { hasText: reason });
  await asked.getByRole("button", { name: "Grant access" }).click();
  await owner.waitForURL(/done=access-granted/);
  await settled(owner, scripts);

  await page.goto(`${sheet}/inside`);
  await page.getByRole("rowheader", { name: /Mara Lindqvist/ }).waitFor();

  await go(owner, "/o/acme/settings/staff-access", scripts);
  await owner.getByRole("region", { name: "Looks" }).getByText(operator.email).first().waitFor();
  await asked.getByRole("button", { name: "End access now" }).click();
  await owner.waitForURL(/done=access-ended/);
  expectNoFaults(owner);
  await page.goto(`${sheet}/inside`);
  await page.getByText("has not granted you access").waitFor();
  expect(!(await page.getByText("Mara Lindqvist").isVisible()), "nothing of the organisation is shown");
  await owner.context().close();
  await page.context().close();
}
