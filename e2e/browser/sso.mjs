// Single sign-on, from nothing to required: a domain by DNS, a connection step by step, a test, and somebody who signs in by it.
import { expect, expectNoFaults, settled, watchedPage } from "./lib.mjs";
import { signInAtOidc, startDns, startOidc } from "./providers.mjs";

const ports = JSON.parse(process.env.PROVIDERS);
const dns = startDns(ports.dns);
export const closeProviders = () => dns.close();

const addressOf = (page) => new URL(page.url()).pathname;

export async function proveDomain(page, go, domain, scripts) {
  await go(page, "/o/acme/domains/new", scripts);
  await page.getByLabel("Domain").fill("gmail.com");
  await page.getByRole("button", { name: "Add domain" }).click();
  await page.getByText(/public mail service/).waitFor();
  await settled(page, scripts);
  await page.getByLabel("Domain").fill(domain);
  await page.getByRole("button", { name: "Add domain" }).click();
  await page.waitForURL(new RegExp(`/domains/${domain}$`));
  await settled(page, scripts);
  await page.getByRole("button", { name: "Verify domain" }).click();
  await page.getByText(/no TXT record/).waitFor();
  const [name, value] = await page.locator(".copy-field > span").allInnerTexts();
  expect(name === `_axonflow-challenge.${domain}`, `the page shows the record's name, got ${name}`);
  dns.set(name, value);
  await settled(page, scripts);
  await page.getByRole("button", { name: "Verify domain" }).click();
  await page.waitForURL(/done=domain-verified/);
}

async function connect(page, go, name, port, scripts) {
  await go(page, "/o/acme/sso/new", scripts);
  await page.getByLabel(/Another provider by OpenID Connect/).check();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/sso\/[0-9a-f-]{36}\/values/);
  const base = addressOf(page).replace(/\/values$/, "");
  await page.locator(".copy-field > span").first().waitFor();
  const [redirect, signedOut] = await page.locator(".copy-field > span").allInnerTexts();
  const provider = await startOidc(port, redirect, signedOut);
  await go(page, `${base}/provider`, scripts);
  await page.getByLabel("Issuer").fill("https://127.0.0.1:1/nobody");
  await page.getByRole("button", { name: "Ask the provider" }).click();
  await page.getByText(/is not one of the open internet/).waitFor();
  await page.getByLabel("Issuer").fill(provider.issuer);
  await page.getByRole("button", { name: "Ask the provider" }).click();
  await page.getByText(`${provider.issuer}/token`).waitFor();
  await settled(page, scripts);
  await page.getByLabel("Client id").fill("axonflow");
  await page.getByLabel("Client secret").fill("a secret of the journeys");
  await page.getByRole("button", { name: "Save provider" }).click();
  await page.waitForURL(/\/people\?done=provider-saved/);
  await settled(page, scripts);
  await page.getByLabel("Who comes for the first time").selectOption("viewer");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(/\/test\?done=people-mapped/);
  return { base, provider };
}

/// A test shows each check: one that fails first, since the domain is somebody else's, then one that passes.
async function test(page, base, go, email, scripts) {
  await page.getByRole("link", { name: "Test sign-in", exact: true }).last().click();
  await signInAtOidc(page, "somebody@elsewhere.example");
  await page.waitForURL(new RegExp(`${base}/test`));
  await page.getByText("we would refuse this sign-in").waitFor();
  await page.getByText(/which the organisation has not verified/).waitFor();
  await page.context().clearCookies({ domain: "127.0.0.1" });
  await settled(page, scripts);
  await page.getByRole("link", { name: "Test again" }).click();
  await signInAtOidc(page, email);
  await page.waitForURL(new RegExp(`${base}/test`));
  await page.getByText("The last test passed.").waitFor();
  await makeRule(page, base, email, go, scripts);
  await go(page, `${base}/turn-on`, scripts);
}

/// What a rule would mean is shown before it is made.
async function makeRule(page, base, email, go, scripts) {
  await go(page, `${base}/rules`, scripts);
  await page.getByLabel("Group").fill("risk");
  await page.getByLabel("Gives the role").selectOption({ label: "approver" });
  await page.getByRole("button", { name: "Preview rule" }).click();
  await page.getByText("New rule, not saved yet:").waitFor();
  const row = await page.locator("tr", { hasText: email }).innerText();
  expect(row.includes("approver"), `the preview says who would hold what: ${row}`);
  await settled(page, scripts);
  await page.getByRole("button", { name: "Add rule" }).click();
  await page.waitForURL(/done=rule-added/);
}

async function signInBySso(page, go, email, scripts) {
  await go(page, "/signin", scripts);
  await page.locator("input[name=sso-email]").fill(email);
  await page.locator("form[action='/auth/start'] button").click();
  await signInAtOidc(page, email);
  await page.waitForURL(/\/o\/acme\/\w+/);
  await page.waitForLoadState();
  await settled(page, scripts);
}

/// Refused forms were answered with their status, which the console calls an error; and a page that goes on by itself ends the
/// animation of the one before it.
export function forgiven(page) {
  page.faults = page.faults.filter((fault) => !/status of 4(09|22)|Transition was aborted/.test(fault));
  expectNoFaults(page);
}

export async function setUpToRequired({ as, go, acme, browser }, scripts) {
  const word = scripts ? "scripts" : "plain";
  const [domain, email] = [`${word}.example`, `nia@${word}.example`];
  const page = await as(acme.owner, scripts);
  await go(page, "/o/acme/sso", scripts);
  await proveDomain(page, go, domain, scripts);
  const { base, provider } = await connect(page, go, `Provider ${word}`, ports[word], scripts);
  await test(page, base, go, email, scripts);
  await nameBreakGlass(page, base, go, acme.owner.email, scripts);
  const form = page.locator("form", { hasText: domain });
  await form.getByLabel("Required").check();
  await form.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(/done=domain-routed/);
  forgiven(page);

  const guest = await watchedPage(await browser.newContext({ javaScriptEnabled: scripts }));
  await signInBySso(guest, go, email, scripts);
  await go(guest, "/o/acme/decisions", scripts);
  await guest.getByRole("heading", { name: "Decisions" }).waitFor();
  await signOutThereToo(guest);
  forgiven(guest);
  await guest.context().close();

  await go(page, "/o/acme/members", scripts);
  const member = await page.locator("tr", { hasText: email }).innerText();
  expect(member.includes("approver") && member.includes("viewer"), `the rule gave its role too: ${member}`);
  await go(page, `${base}/log`, scripts);
  await page.locator("tr", { hasText: "Signed in" }).getByRole("link").first().click();
  await page.getByText("becomes a member with the role viewer").waitFor();
  await go(page, `${base}/remove`, scripts);
  await page.getByText("Domains still lead to this connection.").waitFor();
  // The other one stays, to be looked at below.
  if (scripts) await removeAll(page, go, base, domain, scripts);
  await page.context().close();
  await provider.close();
}

/// Nothing is required before somebody is named who comes in without the provider; the page says who it is.
export async function nameBreakGlass(page, base, go, owner, scripts) {
  const name = page.getByRole("link", { name: "Name a break-glass owner" });
  if (await name.isVisible()) {
    expect(await page.getByRole("radio", { name: /^Required/ }).first().isDisabled(), "required before anybody is named");
    await name.click();
    await page.getByRole("heading", { name: "Break-glass owners" }).waitFor();
    await settled(page, scripts);
    await page.getByRole("button", { name: `Name ${owner}` }).click();
    await page.waitForURL(/done=break-glass-named/);
    await go(page, `${base}/turn-on`, scripts);
  }
  await page.locator("#main").getByText(owner).waitFor();
}

/// The session here ends first; then the provider's, which says so with the state that it was given.
async function signOutThereToo(page) {
  await page.getByRole("button", { name: "Your account" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign out there too" }).click();
  await page.locator("button[name=logout][value=yes]").click();
  await page.getByText("You are signed out here and at your identity provider.").waitFor();
}

async function removeAll(page, go, base, domain, scripts) {
  await go(page, `/o/acme/domains/${domain}/remove`, scripts);
  await page.getByRole("button", { name: "Remove domain" }).click();
  await page.waitForURL(/done=domain-removed/);
  await go(page, `${base}/remove`, scripts);
  await page.getByRole("button", { name: "Remove connection" }).click();
  await page.waitForURL(/done=connection-removed/);
}
