// A passkey from its making to its removal, with Chromium's own authenticator.
import { expect, expectNoFaults, settled, signIn, watchedPage } from "./lib.mjs";

/// A device with a fingerprint reader that always knows the finger.
async function device(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
}

/// Without scripts there are no passkeys, and the page says so.
async function withoutScripts(page, base) {
  await page.goto(`${base}/signin`);
  expect(await page.getByText("Passkeys need scripts").isVisible(), "the page says that passkeys need scripts");
  expect(!(await page.getByRole("button", { name: "Sign in with a passkey" }).isVisible()), "no button that does nothing");
}

async function signOut(page) {
  await page.context().clearCookies();
}

async function byPasskey(page, base) {
  await page.goto(`${base}/signin`);
  await settled(page, true);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
}

export async function passkeyJourney(browser, base, person, scripts) {
  // A refusal is an answer with a status, which the console calls an error.
  const page = await watchedPage(await browser.newContext({ javaScriptEnabled: scripts }), [/status of 403/]);
  if (!scripts) return withoutScripts(page, base);
  await device(page);
  await signIn(page, base, person, true);

  await page.goto(`${base}/account`);
  await settled(page, true);
  expect(/Chrome on Linux/.test(await page.getByLabel("Name of the new passkey").inputValue()), "a name is suggested");
  await page.getByLabel("Name of the new passkey").fill("Blue laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.waitForURL(/\/account\/recovery-codes/);

  await signOut(page);
  await byPasskey(page, base);
  await page.waitForURL(/\/o\/[^/]+\//);

  await signOut(page);
  await page.goto(`${base}/signin`);
  await settled(page, true);
  await page.getByLabel("Work e-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/signin\/factor/);
  await settled(page, true);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(/\/o\/[^/]+\//);

  await page.goto(`${base}/account`);
  await settled(page, true);
  await page.getByRole("button", { name: "Remove passkey Blue laptop" }).click();
  await page.waitForURL(/done=passkey-removed/);
  await page.getByText("Passkey removed.").waitFor();

  await signOut(page);
  await byPasskey(page, base);
  await page.getByText("That passkey was not accepted.").waitFor();
  expect(/\/signin/.test(page.url()), "a removed passkey opens nothing");
  expectNoFaults(page);
  await page.context().close();
}

/// Somebody who has to have a second factor and has none makes a passkey on the way in.
export async function firstPasskeyJourney(browser, base, person) {
  const page = await watchedPage(await browser.newContext());
  await device(page);
  await page.goto(`${base}/signin`);
  await settled(page, true);
  await page.getByLabel("Work e-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/signin\/enrol/);
  await settled(page, true);
  await page.getByRole("button", { name: "Make a passkey and continue" }).click();
  await page.waitForURL(/\/account\/recovery-codes/);

  await signOut(page);
  await byPasskey(page, base);
  await page.waitForURL(/\/o\/[^/]+\//);
  expectNoFaults(page);
  await page.context().close();
}
