// A set-up link: an administrator makes it, somebody without an account does the set-up by it and reads nothing else.
import { expect, expectNoFaults, settled, watchedPage } from "./lib.mjs";
import { signInAtOidc, startOidc } from "./providers.mjs";

const ports = JSON.parse(process.env.PROVIDERS);

/// Begins a connection and makes a link for it; answers the address and the page that lists links.
async function makeLink(page, go, name, scripts) {
  await go(page, "/o/acme/sso/new", scripts);
  await page.getByLabel(/Another provider by OpenID Connect/).check();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/values$/);
  await settled(page, scripts);
  await page.getByRole("link", { name: "Send them a link" }).click();
  await page.waitForURL(/\/links$/);
  const links = new URL(page.url()).pathname;
  await settled(page, scripts);
  await page.getByLabel("For whom").fill("Kim from IT");
  await page.getByRole("button", { name: "Make link" }).click();
  await page.getByText("This is the only time you see the link.").waitFor();
  const address = await page.locator(".copy-field > span").innerText();
  await page.reload();
  await page.getByText("The link was already shown").waitFor();
  return { links, path: new URL(address).pathname };
}

async function setUp(guest, go, path, port, scripts) {
  await go(guest, path, scripts);
  await guest.getByRole("heading", { name: /Single sign-on for/ }).waitFor();
  const redirect = await guest.locator(".copy-field > span").first().innerText();
  const provider = await startOidc(port, redirect);
  await guest.getByLabel("Issuer").fill(provider.issuer);
  await guest.getByRole("button", { name: "Ask the provider" }).click();
  await guest.getByText(`${provider.issuer}/token`).waitFor();
  await settled(guest, scripts);
  await guest.getByLabel("Client id").fill("axonflow");
  await guest.getByLabel("Client secret").fill("a secret of the journeys");
  await guest.getByRole("button", { name: "Save provider" }).click();
  await guest.waitForURL(/done=guest-provider-saved/);
  await settled(guest, scripts);
  await guest.getByRole("link", { name: "Test sign-in" }).click();
  await signInAtOidc(guest, "kim@acme.example");
  await guest.getByText("The test passed. Nobody was signed in.").waitFor();
  await guest.getByRole("link", { name: "Back to the set-up" }).click();
  await guest.waitForURL(new RegExp(`${path}$`));
  return provider;
}

export async function guestJourney({ as, go, acme, browser }, scripts) {
  const word = scripts ? "scripts" : "plain";
  const page = await as(acme.owner, scripts);
  const { links, path } = await makeLink(page, go, `By a guest ${word}`, scripts);
  const guest = await watchedPage(await browser.newContext({ javaScriptEnabled: scripts }));
  const provider = await setUp(guest, go, path, ports[word], scripts);
  // Whoever has the link has no session: every other page asks for one.
  for (const elsewhere of ["/o/acme/sso", "/o/acme/members", links, "/account"]) {
    await guest.goto(new URL(elsewhere, guest.url()).href);
    await guest.getByRole("button", { name: "Sign in", exact: true }).or(guest.getByRole("link", { name: "Sign in", exact: true })).first().waitFor();
    const seen = await guest.locator("body").innerText();
    expect(!seen.includes("By a guest") && !seen.includes(acme.owner.email), `${elsewhere} shows a guest nothing: ${seen.slice(0, 200)}`);
  }
  guest.faults = guest.faults.filter((fault) => !/status of 401|Transition was aborted/.test(fault));
  expectNoFaults(guest);

  await go(page, links, scripts);
  const row = await page.locator("li", { hasText: "Kim from IT" }).innerText();
  expect(row.includes("Open") && row.includes("provider saved"), `the link says what was done by it: ${row}`);
  await page.getByRole("button", { name: /Take back/ }).click();
  await page.waitForURL(/done=set-up-link-revoked/);
  await go(guest, path, scripts);
  await guest.getByText("This link has ended.").waitFor();
  await guest.context().close();
  await page.context().close();
  await provider.close();
}
