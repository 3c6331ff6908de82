// From nothing to enforced identity: a domain by DNS, SimpleSAMLphp by the wizard, a test with its verdicts, a break-glass owner,
// required; a directory that provisions by SCIM, whose group gives a role; somebody who signs in by it, approves, is deprovisioned
// and out within a second in two processes, with the receipt on their page.
import { mkdirSync, writeFileSync } from "node:fs";
import { expect, settled, watchedPage } from "./lib.mjs";
import { forgiven, nameBreakGlass, proveDomain } from "./sso.mjs";

const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
const { folder, base: provider } = JSON.parse(process.env.SAML_PROVIDER);
const addressOf = (page) => new URL(page.url()).pathname;

/// Whom the provider signs in, and which service it knows.
function introduce(entity, acs, email) {
  mkdirSync(`${folder}/metadata`, { recursive: true });
  const attributes = `'uid' => ['${email}'], 'email' => ['${email}']`;
  writeFileSync(`${folder}/authsources.php`, `<?php\n$config = ['people' => ['exampleauth:StaticSource', ${attributes}]];\n`);
  const us = `['AssertionConsumerService' => '${acs}', 'NameIDFormat' => '${PERSISTENT}', 'saml20.sign.response' => true, 'saml20.sign.assertion' => true]`;
  writeFileSync(`${folder}/metadata/saml20-sp-remote.php`, `<?php\n$metadata['${entity}'] = ${us};\n`);
}

async function connect(page, go, name, email, scripts) {
  await go(page, "/o/acme/sso/new", scripts);
  await page.getByLabel(/Another provider by SAML 2.0/).check();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/sso\/[0-9a-f-]{36}\/values/);
  const base = addressOf(page).replace(/\/values$/, "");
  await page.locator(".copy-field > span").first().waitFor();
  const values = await page.locator(".copy-field > span").allInnerTexts();
  const find = (last) => values.find((value) => value.endsWith(last));
  introduce(find("/metadata"), find("/acs"), email);
  await go(page, `${base}/provider`, scripts);
  await page.getByLabel("Metadata address").fill(`${provider}/saml2/idp/metadata.php`);
  await page.getByRole("button", { name: "Read metadata" }).first().click();
  await page.getByText(`${provider}/saml2/idp/SSOService.php`).first().waitFor();
  await settled(page, scripts);
  await page.getByRole("button", { name: "Save provider" }).click();
  await page.waitForURL(/\/people\?done=provider-saved/);
  await settled(page, scripts);
  await page.getByLabel("Who comes for the first time").selectOption("viewer");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(/\/test\?done=people-mapped/);
  return base;
}

/// The provider's page sends its answer by itself, or by its button where scripts are off.
async function sendAnswer(page, scripts) {
  if (scripts) return;
  await page.waitForURL((url) => url.href.startsWith(provider));
  await page.locator("input[type=submit]:visible, button:visible").first().click();
}

/// The test shows every check, each of which held.
async function test(page, go, base, scripts) {
  await go(page, `${base}/test`, scripts);
  await page.getByRole("link", { name: "Test sign-in", exact: true }).last().click();
  await sendAnswer(page, scripts);
  await page.getByText("The last test passed.").waitFor();
  const verdicts = await page.locator("main").innerText();
  expect(/signature/i.test(verdicts) && /audience/i.test(verdicts), `the list names the checks: ${verdicts}`);
}

async function require(page, go, base, domain, owner, scripts) {
  await go(page, `${base}/turn-on`, scripts);
  await nameBreakGlass(page, base, go, owner, scripts);
  const form = page.locator("form", { hasText: domain });
  await form.getByLabel("Required").check();
  await form.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(/done=domain-routed/);
}

/// A token, with which the directory calls from then on.
async function directory(page, go, name, scripts) {
  await go(page, "/o/acme/directory", scripts);
  const form = page.locator("section, .card", { has: page.getByRole("heading", { name: /Make (a|the next) token/ }) }).last();
  await form.getByLabel(/Name/).fill(name);
  await form.getByRole("button").last().click();
  await page.waitForURL(/\/directory\/tokens\//);
  await page.locator(".copy-field > span").first().waitFor();
  const [url, token] = await page.locator(".copy-field > span").allInnerTexts();
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
    const answer = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
    expect(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.status === 204 ? undefined : answer.json();
  };
}

async function provision(scim, email, group) {
  const user = await scim("POST", "/Users", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    userName: email,
    active: true,
    displayName: "Nia Whole",
    emails: [{ value: email, type: "work", primary: true }],
  });
  await scim("POST", "/Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: group,
    members: [{ value: user.id }],
  });
  return user.id;
}

async function mapGroup(page, go, group, email, scripts) {
  await go(page, "/o/acme/directory/mapping", scripts);
  await page.getByLabel(new RegExp(`^${group} `)).selectOption({ label: "approver" });
  await page.getByRole("button", { name: "Who gains and who loses" }).click();
  await page.getByText("Nothing is saved yet.").waitFor();
  const row = await page.locator("tr", { hasText: email }).innerText();
  expect(row.includes("approver"), `the preview says who gains the role: ${row}`);
  await settled(page, scripts);
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL(/\/directory\/mapping\?done=/);
}

async function approve(page, go, decide, email, scripts) {
  await go(page, "/signin", scripts);
  await page.locator("input[name=sso-email]").fill(email);
  await page.locator("form[action='/auth/start'] button").click();
  await sendAnswer(page, scripts);
  await page.waitForURL(/\/o\/acme\/\w+/);
  const held = await decide(`Refund ${scripts ? 5611 : 5612} EUR to the customer of claim CLM-91`);
  await go(page, `/o/acme/approvals/${held.pending_approval.approval_id}`, scripts);
  await page.getByLabel(/^Reason/).fill("Checked against the claim file.");
  await page.getByRole("button", { name: "Approve call" }).click();
  await page.getByText("Checked against the claim file.").first().waitFor();
}

/// How long until neither process knows the session any more, in milliseconds from the directory's answer.
async function outEverywhere(nodes, cookie) {
  const began = performance.now();
  const isIn = async (node) => {
    const answer = await fetch(`${node}/o/acme/home`, { headers: { cookie, accept: "text/html" }, redirect: "manual" });
    return answer.status === 200;
  };
  while ((await Promise.all(nodes.map(isIn))).some(Boolean)) {
    if (performance.now() - began > 10_000) break;
  }
  return performance.now() - began;
}

export async function wholeJourney({ as, go, acme, browser, base, decide }, scripts) {
  const word = scripts ? "scripts" : "plain";
  const [domain, group, email] = [`whole-${word}.example`, `Whole ${word}`, `nia@whole-${word}.example`];
  const page = await as(acme.owner, scripts);
  await proveDomain(page, go, domain, scripts);
  const connection = await connect(page, go, `SimpleSAMLphp ${word}`, email, scripts);
  await test(page, go, connection, scripts);
  await require(page, go, connection, domain, acme.owner.email, scripts);

  const scim = await directory(page, go, `Whole ${word}`, scripts);
  const user = await provision(scim, email, group);
  await mapGroup(page, go, group, email, scripts);
  const worker = await watchedPage(await browser.newContext({ javaScriptEnabled: scripts }));
  await approve(worker, go, decide, email, scripts);
  forgiven(worker);

  const session = (await worker.context().cookies()).find((cookie) => cookie.name === "__Host-axonflow");
  const nodes = [base, process.env.SECOND_URL];
  await scim("PATCH", `/Users/${user}`, {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "replace", path: "active", value: false }],
  });
  const took = await outEverywhere(nodes, `__Host-axonflow=${session.value}`);
  expect(took < 1_000, `out within a second in both processes, took ${took} ms`);
  await worker.context().close();

  await go(page, "/o/acme/members/left", scripts);
  const path = await page.locator("tr", { hasText: email }).getByRole("link").first().getAttribute("href");
  await go(page, path, scripts);
  await page.getByText("Left the organisation.").waitFor();
  const receipt = await page.locator("tr", { hasText: email }).innerText();
  expect(/1 session/.test(receipt) && receipt.includes("approver") && /took/.test(receipt), `the receipt says what ended: ${receipt}`);
  await go(page, "/o/acme/directory", scripts);
  await page.getByRole("button", { name: `Revoke token Whole ${word}` }).click();
  await page.waitForURL(/done=/);
  await page.context().close();
}
