// Whole journeys through the portal, each with scripts on and off, then axe on every page in both themes.
//   journeys.mjs            all of them        journeys.mjs --shots DIR   also keeps a screenshot of every page
//   journeys.mjs --only TEXT   those whose name holds the text
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { guestJourney } from "./guest.mjs";
import { closeProviders, setUpToRequired } from "./sso.mjs";
import { axePath, codeOf, expect, expectNoFaults, launch, settled, signIn, watchedPage } from "./lib.mjs";
import { firstPasskeyJourney, passkeyJourney } from "./passkeys.mjs";
import { wholeJourney } from "./whole.mjs";
import { accessJourney, consoleOf, operatorPage, platformJourney } from "./platform.mjs";

const base = process.env.BASE_URL;
const demo = JSON.parse(process.env.DEMO);
const acme = demo.orgs.find((org) => org.slug === "acme");
const globex = demo.orgs.find((org) => org.slug === "globex");
/// Somebody whose role needs a second factor and who has none yet.
const newcomer = JSON.parse(process.env.NEWCOMER);
const firstTimer = JSON.parse(process.env.FIRST_TIMER);
/// Somebody who may release what others wrote.
const second = JSON.parse(process.env.SECOND);
/// Somebody who uses a passkey.
const keyholder = JSON.parse(process.env.KEYHOLDER);
/// Somebody who operates the platform.
const operator = JSON.parse(process.env.OPERATOR);
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : "";
const shots = process.argv.includes("--shots") ? process.argv[process.argv.indexOf("--shots") + 1] : undefined;
if (shots) mkdirSync(shots, { recursive: true });

const browser = await launch();
const states = new Map();

/// A context of a signed-in person; signing in happens once per person, through the pages themselves.
async function as(person, scripts, options = {}) {
  if (!states.has(person.email)) {
    const context = await browser.newContext({ javaScriptEnabled: scripts });
    const page = await watchedPage(context);
    await signIn(page, base, person, scripts);
    expectNoFaults(page);
    states.set(person.email, await context.storageState());
    await context.close();
  }
  const context = await browser.newContext({ javaScriptEnabled: scripts, storageState: states.get(person.email), ...options });
  return watchedPage(context);
}

async function go(page, path, scripts) {
  await page.goto(`${base}${path}`);
  await settled(page, scripts);
}

async function decide(query, approval) {
  const credential = Buffer.from(`${acme.client_id}:${acme.client_secret}`).toString("base64");
  const answer = await fetch(`${base}/api/v1/decide`, {
    method: "POST",
    headers: { authorization: `Basic ${credential}`, "content-type": "application/json" },
    body: JSON.stringify({ stage: "tool", query, target: { type: "tool", tool: "payments.refund" }, ...(approval ? { approval_id: approval } : {}) }),
  });
  return answer.json();
}

/// The address in the newest letter to somebody, as a path of the portal. Letters become files when no mail server is set.
async function linkTo(address) {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const files = readdirSync(process.env.OUTBOX, { withFileTypes: true }).filter((file) => file.name.endsWith(".eml")).map((file) => file.name);
    const letters = files.sort().map((name) => readFileSync(`${process.env.OUTBOX}/${name}`, "utf8")).filter((letter) => letter.includes(`To: ${address}`));
    const text = letters.at(-1)?.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
    const path = text?.match(/\/(invite|signin\/reset)\/[A-Za-z0-9_-]+/)?.[0];
    if (path) return path;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no letter to ${address}`);
}

const journeys = {
  async "sso: from nothing to a required provider by which somebody new signs in"(scripts) {
    await setUpToRequired({ as, go, acme, browser }, scripts);
  },

  async "sso and scim: from nothing to somebody who approves, leaves and is out within a second"(scripts) {
    await wholeJourney({ as, go, acme, browser, base, decide }, scripts);
  },

  async "sso: a set-up link lets somebody without an account do the set-up"(scripts) {
    await guestJourney({ as, go, acme, browser }, scripts);
  },

  async "somebody is invited, makes an account, sets up a second factor and is in"(scripts) {
    const email = `joiner-${scripts ? "scripts" : "plain"}@acme.example`;
    const page = await as(acme.owner, scripts);
    await go(page, "/o/acme/members/invite", scripts);
    await page.getByLabel("E-mail addresses").fill(email);
    await page.getByLabel("developer").check();
    await page.getByRole("button", { name: "Send invitations" }).click();
    await page.waitForURL(/\/members\?done=invited/);
    await page.getByRole("cell", { name: email }).or(page.getByRole("rowheader", { name: email })).first().waitFor();
    const link = await linkTo(email);
    const guest = await watchedPage(await browser.newContext({ javaScriptEnabled: scripts }));
    await go(guest, link, scripts);
    await guest.getByRole("heading", { name: "Join Acme Insurance" }).waitFor();
    await guest.getByLabel("Your name").fill("Jo Joiner");
    await guest.getByLabel("Choose a password").fill("the heron waits by the pond");
    await guest.getByRole("button", { name: "Join" }).click();
    await guest.waitForURL(/\/signin\/enrol/);
    await settled(guest, scripts);
    const seed = (await guest.locator("main p.mono").first().innerText()).replace(/\s/g, "");
    await guest.getByLabel("Six-digit code").fill(codeOf(seed, Math.floor(Date.now() / 30_000)));
    await guest.getByRole("button", { name: "Turn on and continue" }).click();
    await guest.waitForURL(/\/account\/recovery-codes/);
    await go(guest, "/o/acme/home", scripts);
    expect(/\/o\/acme\/home/.test(guest.url()), `expected to be in, got ${guest.url()}`);
    expectNoFaults(guest);
    await go(page, "/o/acme/members", scripts);
    await page.getByRole("link", { name: "Jo Joiner" }).first().waitFor();
    await guest.context().close();
    await page.context().close();
  },

  async "a passkey is added, signs in alone and as second factor, and is removed"(scripts) {
    await passkeyJourney(browser, base, keyholder, scripts);
  },

  async "platform: an operator makes, suspends and resumes an organisation"(scripts) {
    await platformJourney({ browser, base, operator, scripts });
  },

  async "platform: an operator looks inside as long as the owner lets them"(scripts) {
    await accessJourney({ browser, base, operator, as, go, acme, scripts });
  },

  async "a passkey is made on the way in where a role asks for a second factor"(scripts) {
    if (scripts) await firstPasskeyJourney(browser, base, firstTimer);
  },

  async "whoever mistypes a password is found by the code that they were shown"(scripts) {
    const guest = await watchedPage(await browser.newContext({ javaScriptEnabled: scripts }), [/status of 403/]);
    await go(guest, "/signin", scripts);
    await guest.getByLabel("Work e-mail").fill(acme.viewer.email);
    await guest.getByLabel("Password").fill("not the passphrase");
    await guest.getByRole("button", { name: "Sign in", exact: true }).click();
    const said = await guest.getByText(/Support code: [A-Z2-9]{4}-[A-Z2-9]{4}/).first().innerText();
    const code = said.match(/[A-Z2-9]{4}-[A-Z2-9]{4}/)[0];
    const page = await as(acme.owner, scripts);
    await go(page, "/o/acme/sign-ins", scripts);
    await page.getByLabel("Support code").fill(code.toLowerCase());
    await page.getByRole("button", { name: "Filter sign-ins" }).click();
    await page.waitForURL(/code=/);
    await page.getByRole("link", { name: acme.viewer.email }).click();
    await page.waitForURL(/\/sign-ins\/[A-Z2-9]{4}-[A-Z2-9]{4}/);
    await page.getByText("The password was wrong.").waitFor();
    await page.getByRole("link", { name: acme.viewer.email }).click();
    await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
    await page.getByRole("heading", { name: "Sign-ins" }).waitFor();
    expectNoFaults(page);
    await guest.context().close();
    await page.context().close();
  },

  async "a role is created, previewed, given and explained"(scripts) {
    const name = `Night shift ${scripts ? "one" : "two"}`;
    const page = await as(acme.owner, scripts);
    await go(page, "/o/acme/roles/new", scripts);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("read Approvals").check();
    await page.getByRole("button", { name: "Create role" }).click();
    await page.waitForURL(/\/roles\?done=role-created/);
    await settled(page, scripts);
    await go(page, "/o/acme/members", scripts);
    await page.getByRole("link", { name: "Ben Achterberg" }).click();
    await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
    await settled(page, scripts);
    const member = new URL(page.url()).pathname;
    await page.getByLabel(name).check();
    await page.getByRole("button", { name: "Change roles" }).click();
    await page.waitForURL(/done=roles-changed/);
    await go(page, "/o/acme/roles", scripts);
    await page.locator("tr", { hasText: name }).getByRole("link", { name: /Change/ }).click();
    await page.waitForURL(/\/roles\/[0-9a-f-]{36}/);
    await settled(page, scripts);
    await page.getByLabel("read API keys").check();
    await page.getByRole("button", { name: "Preview change" }).click();
    await page.waitForURL(/\/preview\?/);
    await settled(page, scripts);
    const row = page.locator("tr", { hasText: "Ben Achterberg" });
    expect((await row.innerText()).includes("keys:read"), "the preview says what Ben gains");
    await page.getByRole("button", { name: "Save role" }).click();
    await page.waitForURL(/done=role-changed/);
    await go(page, member, scripts);
    const why = await page.locator("tr", { hasText: "keys:read" }).innerText();
    expect(why.includes(name) && why.includes("Mara Lindqvist"), `the page explains where it comes from: ${why}`);
    await page.getByLabel(name).uncheck();
    await page.getByRole("button", { name: "Change roles" }).click();
    await page.waitForURL(/done=roles-changed/);
    expectNoFaults(page);
    await page.context().close();
  },

  async "a team is made, filled and given a role, and a member's page says what they have by it"(scripts) {
    const name = `Late desk ${scripts ? "one" : "two"}`;
    const page = await as(acme.owner, scripts);
    await go(page, "/o/acme/teams", scripts);
    await page.getByRole("link", { name: "Create team" }).click();
    await page.waitForURL(/\/teams\/new/);
    await settled(page, scripts);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("button", { name: "Create team" }).click();
    await page.waitForURL(/\/teams\/[0-9a-f-]{36}\?done=team-created/);
    await settled(page, scripts);
    const team = new URL(page.url()).pathname;
    await page.getByRole("link", { name: "Add members" }).click();
    await page.waitForURL(/\/add/);
    await settled(page, scripts);
    await page.getByLabel(/^Ben Achterberg/).check();
    await page.getByRole("button", { name: "Preview change" }).click();
    await page.waitForURL(/\/preview\?/);
    await settled(page, scripts);
    await page.getByText("Nobody gains or loses anything by it").waitFor();
    await page.getByRole("button", { name: "Add members" }).click();
    await page.waitForURL(/done=team-add/);
    await settled(page, scripts);
    await page.getByLabel(/^auditor/).check();
    await page.getByRole("button", { name: "Preview change" }).click();
    await page.waitForURL(/\/preview\?/);
    await settled(page, scripts);
    const row = page.locator("tr", { hasText: "Ben Achterberg" });
    expect((await row.innerText()).includes("members:read"), "the preview says what Ben gains");
    await page.getByRole("button", { name: "Save roles" }).click();
    await page.waitForURL(/done=team-roles/);
    await settled(page, scripts);
    await page.getByRole("link", { name: "Ben Achterberg", exact: true }).click();
    await page.waitForURL(/\/members\/[0-9a-f-]{36}/);
    await settled(page, scripts);
    const why = await page.locator("tr", { hasText: "members:read" }).innerText();
    expect(why.includes(`by the team ${name}`), `the page explains where it comes from: ${why}`);
    await page.getByRole("link", { name, exact: true }).click();
    await page.waitForURL(new RegExp(team));
    await settled(page, scripts);
    await page.getByRole("link", { name: /^Take out/ }).click();
    await page.waitForURL(/\/preview\?/);
    await settled(page, scripts);
    expect((await row.innerText()).includes("members:read"), "the preview says what Ben loses");
    await page.getByRole("button", { name: "Take out" }).click();
    await page.waitForURL(/done=team-remove/);
    await page.getByRole("heading", { name: "Nobody is in it yet" }).waitFor();
    await settled(page, scripts);
    await page.getByRole("link", { name: "Remove team" }).click();
    await page.waitForURL(/\/preview\?/);
    await settled(page, scripts);
    await page.getByRole("button", { name: "Remove team" }).click();
    await page.waitForURL(/\/teams\?done=team-removed/);
    expectNoFaults(page);
    await page.context().close();
  },

  async "a stranger is sent to sign in, a wrong password is refused alike"(scripts) {
    const page = await watchedPage(await browser.newContext({ javaScriptEnabled: scripts }));
    await go(page, "/o/acme/home", scripts);
    expect(/\/signin/.test(page.url()), `expected the sign-in page, got ${page.url()}`);
    const sentences = [];
    for (const email of [acme.viewer.email, "nobody@acme.example"]) {
      await go(page, "/signin", scripts);
      await page.getByLabel("Work e-mail").fill(email);
      await page.getByLabel("Password").fill("not the password");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      // Each refusal has a code of its own.
      sentences.push((await page.getByRole("alert").first().innerText()).replace(/[A-Z2-9]{4}-[A-Z2-9]{4}/, "CODE"));
    }
    expect(sentences[0] === sentences[1], `known and unknown accounts must answer alike: ${sentences.join(" / ")}`);
    await page.context().close();
  },

  async "an approver approves a held call and the retry runs once"(scripts) {
    const query = `Refund ${scripts ? 4411 : 4412} EUR to the customer of claim CLM-77`;
    const held = await decide(query);
    const id = held.pending_approval.approval_id;
    const page = await as(acme.approver, scripts);
    await go(page, "/o/acme/approvals", scripts);
    await page.locator(`a[href$="/approvals/${id}"]`).first().click();
    await page.waitForURL(new RegExp(id));
    await settled(page, scripts);
    await page.getByLabel(/^Reason/).fill("The assessor agreed.");
    await page.getByRole("button", { name: "Approve call" }).click();
    await page.getByText("The assessor agreed.").first().waitFor();
    expect((await decide(query, id)).verdict === "allow", "the approved call runs");
    expect((await decide(query, id)).verdict !== "allow", "it runs once");
    expectNoFaults(page);
    await page.context().close();
  },

  async "a rejection without a reason is refused at the field"(scripts) {
    const held = await decide(`Refund ${scripts ? 5511 : 5512} EUR to the customer of claim CLM-78`);
    const page = await as(acme.approver, scripts);
    await go(page, `/o/acme/approvals/${held.pending_approval.approval_id}`, scripts);
    await page.locator("form").evaluateAll((forms) => forms.forEach((form) => (form.noValidate = true))).catch(() => {});
    await page.getByLabel(/^Reason/).fill("   ");
    await page.getByRole("button", { name: "Reject call" }).click();
    await page.getByText(/required/i).first().waitFor();
    await page.getByLabel(/^Reason/).fill("Amount is wrong.");
    await page.getByRole("button", { name: "Reject call" }).click();
    await page.getByText("Amount is wrong.").first().waitFor();
    await page.context().close();
  },

  async "a key is made, shown once, rolled, ended early, found and revoked"(scripts) {
    const name = `journey-${scripts ? "scripts" : "plain"}`;
    const page = await as(acme.owner, scripts);
    // A browser notes the refused hours as a fault.
    page.faults = { length: 0, push() {} };
    await go(page, "/o/acme/keys/new", scripts);
    await page.getByLabel("Name").fill(name);
    await page.getByRole("button", { name: "Create API key" }).click();
    await page.waitForURL(/\/secret/);
    await page.getByText("This is the only time you see the secret.").waitFor();
    const [client, old] = await shownSecret(page);
    expect((await called(client, old)) === 200, "the new key works");
    await page.reload();
    await settled(page, scripts);
    expect(!(await page.locator("main").innerText()).includes("AXON-V2-"), "the secret is shown once");

    await go(page, "/o/acme/keys", scripts);
    await page.locator("tr", { hasText: name }).getByRole("link", { name, exact: true }).click();
    await page.getByRole("heading", { name: "Secrets in use" }).waitFor();
    const key = new URL(page.url()).pathname;
    await page.getByRole("link", { name: "Roll", exact: true }).click();
    await settled(page, scripts);
    await page.getByLabel(/^Another time/).check();
    await page.getByLabel(/^Hours, for another time/).fill("900");
    await page.getByRole("button", { name: "Roll key" }).click();
    await page.getByText("Say how many hours: 1 to 720.").waitFor();
    await page.getByLabel(/^Another time/).check();
    await page.getByLabel(/^Hours, for another time/).fill("36");
    await page.getByRole("button", { name: "Roll key" }).click();
    await page.waitForURL(/\/secret/);
    const [, next] = await shownSecret(page);
    expect((await called(client, old)) === 200 && (await called(client, next)) === 200, "both work in the overlap");

    await go(page, key, scripts);
    await page.getByText("Not safe to end yet.").waitFor();
    await page.getByRole("button", { name: "End old secrets now" }).click();
    await page.getByText("Old secrets ended. Only the newest works.").waitFor();
    expect(await isRefusedSoon(client, old), "an ended secret is refused within a second");
    expect((await called(client, next)) === 200, "the newest goes on working");

    await go(page, "/o/acme/keys/lookup", scripts);
    await page.getByLabel(/^Secret, its SHA-256/).fill(next);
    await page.getByRole("button", { name: "Look it up" }).click();
    await page.getByText("This is the key that the secret belongs to.").waitFor();
    expect(new URL(page.url()).pathname === key && !page.url().includes("AXON"), "what was found leads to its key and is not in the address");
    await settled(page, scripts);
    await page.getByRole("link", { name: "Revoke", exact: true }).click();
    await settled(page, scripts);
    await page.getByLabel(/^Reason/).fill("The journey is over.");
    await page.getByRole("button", { name: "Revoke key" }).click();
    await page.waitForURL(/\/keys($|\?)/);
    expect(await isRefusedSoon(client, next), "a revoked key is refused within a second");
    await page.context().close();
  },

  async "evidence is exported, downloaded and complete"(scripts) {
    const page = await as(acme.owner, scripts);
    await go(page, "/o/acme/evidence", scripts);
    await page.getByRole("button", { name: /export/i }).first().click();
    await page.waitForURL(/\/evidence/);
    const link = page.locator('a[href$="/bundle"]').first();
    const deadline = Date.now() + 30_000;
    while ((await link.count()) === 0 && Date.now() < deadline) {
      if (scripts) await page.waitForTimeout(200);
      else await page.reload();
    }
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const { readFileSync } = await import("node:fs");
    const lines = readFileSync(await download.path(), "utf8").trim().split("\n").map((line) => JSON.parse(line));
    expect(lines[0].v === "axonflow.bundle/1" && lines.at(-1).end === true, "the bundle is whole");
    await page.context().close();
  },

  async "a decision shows every evaluated policy"(scripts) {
    const page = await as(acme.viewer, scripts);
    await go(page, "/o/acme/decisions?policy=sys_prompt_injection", scripts);
    await page.locator('main a[href*="/decisions/"]').first().click();
    await page.waitForURL(/\/decisions\/[0-9a-f-]{36}/);
    await page.getByText("sys_prompt_injection").first().waitFor();
    const evaluated = page.getByRole("link", { name: /^sys_/, includeHidden: true });
    expect((await evaluated.count()) >= 40, `every shipped policy is listed, got ${await evaluated.count()}`);
    expectNoFaults(page);
    await page.context().close();
  },

  async "a pasted text is marked and redacted, and the address keeps none of it"(scripts) {
    const page = await as(acme.viewer, scripts);
    await go(page, "/o/acme/detection", scripts);
    await page.getByRole("textbox", { name: "Text" }).fill("Refund Jane on 4111 1111 1111 1111.\nid=1' UNION SELECT password FROM users--");
    await page.getByRole("button", { name: "Check text" }).click();
    await page.getByRole("heading", { name: "Result" }).waitFor();
    const text = await page.locator("main").innerText();
    for (const shown of ["Credit card", "Luhn", "SQL injection: union", "[REDACTED:credit_card]", "**** **** **** 1111"]) {
      expect(text.includes(shown), `${shown} is not shown`);
    }
    expect((await page.locator("mark.found").first().innerText()) === "4111 1111 1111 1111", "the card is marked");
    expect(new URL(page.url()).pathname === "/o/acme/detection" && !page.url().includes("4111"), `the address is ${page.url()}`);
    await page.getByRole("button", { name: "An analyst's query" }).click();
    await page.getByText("Nothing found in").waitFor();
    expect((await page.getByRole("textbox", { name: "Text" }).inputValue()).startsWith("SELECT"), "the sample stands in the field");
    expectNoFaults(page);
    await page.context().close();
  },

  async "a text that is too long is refused at the field and stays there"(scripts) {
    const page = await as(acme.viewer, scripts);
    await go(page, "/o/acme/detection", scripts);
    // The page answers with the status of the refusal, which the console calls an error.
    page.faults = { length: 0, push() {} };
    await page.getByRole("textbox", { name: "Text" }).fill("x".repeat(70_000));
    await page.getByRole("button", { name: "Check text" }).click();
    await page.getByText(/64 kB are looked at/).first().waitFor();
    expect((await page.getByRole("textbox", { name: "Text" }).inputValue()).length === 70_000, "the text is still there");
    await page.context().close();
  },

  async "a policy is written, mended, tested, tried, released by a second person, and rolled back"(scripts) {
    const word = scripts ? "heron" : "egret";
    const ask = async () => (await decide(`Tell me about project ${word}`)).verdict;
    const page = await as(acme.owner, scripts);
    page.faults = { length: 0, push() {} };
    await chooseReleaseMode(page, "Reviewed", scripts);
    await go(page, "/o/acme/policies/new?kind=rego", scripts);
    await page.getByLabel("Name").fill(`Nothing about ${word}`);
    const module = page.getByRole("textbox", { name: "Module" });
    const tests = page.getByRole("textbox", { name: "Tests" });
    const broken = `package axonflow.policy\n\ndeny contains "Not this project." if {\n    http.send(input.query)\n}\n`;
    await module.fill(broken);
    if (!scripts) await page.getByRole("button", { name: "Check" }).click();
    await page.getByText(/Line 4, character \d+:/).waitFor();
    await module.fill(broken.replace("http.send(input.query)", `contains(lower(input.query), "${word}")`));
    await tests.fill(`package axonflow.policy\n\ntest_it_is_refused if count(deny) == 1 with input as {"query": "about ${word}"}\n`);
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText(/1 of 1 pass/).first().waitFor();
    await page.getByLabel("What it says").fill(`Tell me about project ${word}`);
    await page.getByRole("button", { name: "Try call" }).click();
    await page.getByText("without this draft:").waitFor();
    expect((await ask()) === "allow", "a draft decides nothing");
    await page.getByRole("button", { name: "Save draft" }).click();
    await page.waitForURL(/\/policies\/releases\/[0-9a-f-]{36}/);
    const release = new URL(page.url()).pathname;
    await settled(page, scripts);
    await page.getByRole("button", { name: "Simulate change" }).click();
    await page.getByText(/calls would be answered differently/).waitFor();
    await go(page, release, scripts);
    await page.getByRole("button", { name: "Hand in" }).click();
    await page.getByText("You wrote some of it, so somebody else releases it.").waitFor();
    expect((await ask()) === "allow", "what was handed in decides nothing");
    const other = await as(second, scripts);
    await go(other, release, scripts);
    await other.getByRole("button", { name: "Release", exact: true }).click();
    await other.getByText("It became version 2.").waitFor();
    const deadline = Date.now() + 1_000;
    let verdict = await ask();
    while (verdict !== "deny" && Date.now() < deadline) verdict = await ask();
    expect(verdict === "deny", `a released policy is enforced within a second, got ${verdict}`);
    await other.context().close();
    await rollBack(page, release, scripts);
    await chooseReleaseMode(page, "Direct", scripts);
    await page.context().close();
  },

  async "a policy is switched off and on again by its undo"(scripts) {
    const page = await as(acme.owner, scripts);
    await go(page, "/o/acme/policies?tier=organization&q=Refunds", scripts);
    await page.getByRole("button", { name: /^Switch off/ }).click();
    await page.getByText("Policy switched off.").waitFor();
    await page.getByRole("button", { name: /^Undo/ }).click();
    await page.getByText("Policy switched on.").waitFor();
    expectNoFaults(page);
    await page.context().close();
  },

  async "a pattern is written with test cases, which are run and kept, and asked about calls"(scripts) {
    const name = scripts ? "Herons, with cases" : "Egrets, with cases";
    const page = await as(acme.owner, scripts);
    page.faults = { length: 0, push() {} };
    await go(page, "/o/acme/policies/new?kind=pattern", scripts);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("textbox", { name: "Regular expression" }).fill(scripts ? "herons?" : "egrets?");
    const word = scripts ? "heron" : "egret";
    await page.getByLabel("Name of case 1").fill("one of them");
    await page.getByLabel("Call of case 1").fill(`Show the ${word}`);
    await page.getByRole("button", { name: "Add case" }).click();
    await page.getByLabel("Name of case 2").fill("in the context");
    await page.getByLabel("Call of case 2").fill(`{"query": "hello", "context": {"about": "${word}s"}}`);
    await page.getByLabel("What is expected of case 2").selectOption("differs");
    await page.getByRole("button", { name: "Run cases" }).click();
    await page.getByText("1 of 2 pass").waitFor();
    await page.getByLabel("What is expected of case 2").selectOption("matches");
    await page.getByRole("button", { name: "Run cases" }).click();
    await page.getByText("2 of 2 pass").waitFor();
    await page.getByRole("button", { name: "Save policy" }).click();
    await page.waitForURL(/\/policies\/pol_[0-9a-z]+/);
    const here = new URL(page.url()).pathname;
    await go(page, `${here}/edit`, scripts);
    expect((await page.getByLabel("Call of case 2").inputValue()).includes(`${word}s`), "a case is kept as it was written");
    await go(page, `${here}/impact`, scripts);
    await page.getByRole("radio", { name: /^Calls that I paste/ }).check();
    await page.getByRole("textbox", { name: /^Calls/ }).fill(`{"query": "the ${word}"}\n{"query": "hello"}`);
    await page.getByRole("button", { name: "Ask the policy" }).click();
    await page.getByText("It matches 1 of 2 calls.").waitFor();
    await page.context().close();
  },

  async "past decisions are replayed on a change"(scripts) {
    const page = await as(acme.owner, scripts);
    await go(page, "/o/acme/policies/releases", scripts);
    const release = (await page.locator('main a[href*="/releases/0"]').first().getAttribute("href")).split("/").pop();
    await go(page, `/o/acme/policies/replay?release=${release}`, scripts);
    await page.getByRole("button", { name: "Replay decisions" }).click();
    await page.getByText(/would have been answered differently|No decisions in this time/).waitFor();
    expectNoFaults(page);
    await page.context().close();
  },

  async "an override needs a reason, is shown, and is lifted"(scripts) {
    const page = await as(acme.owner, scripts);
    page.faults = { length: 0, push() {} };
    await go(page, "/o/acme/policies/sys_pii_phone/override", scripts);
    await page.getByLabel("Reason").fill("A pilot with the call centre.");
    await page.getByRole("button", { name: "Override policy" }).click();
    await page.getByRole("heading", { name: "Override in force" }).waitFor();
    await page.getByText("A pilot with the call centre.").waitFor();
    await settled(page, scripts);
    await page.getByRole("button", { name: "Lift override" }).click();
    await page.getByText(/Override lifted/).waitFor();
    await page.context().close();
  },

  async "times are those of the reader's clock, with UTC beside"(scripts) {
    const page = await as(acme.viewer, scripts, { timezoneId: "Asia/Tokyo" });
    await go(page, "/o/acme/decisions", scripts);
    const time = page.locator("main time").first();
    const [at, title] = [await time.getAttribute("datetime"), await time.getAttribute("title")];
    const parts = (zone) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(new Date(at));
    expect(title.endsWith(" UTC") && title.includes(parts("UTC")), `the title ${title} is not ${at} in UTC`);
    const expected = scripts ? parts("Asia/Tokyo") : `${parts("UTC")} UTC`;
    await page.waitForFunction(([selector, words]) => document.querySelector(selector).innerText.includes(words), ["main time", expected]);
    expectNoFaults(page);
    await page.context().close();
  },

  async "another organisation's things look like nothing"(scripts) {
    const held = await decide(`Refund ${scripts ? 6611 : 6612} EUR to the customer of claim CLM-79`);
    const page = await as(globex.owner, scripts);
    page.faults = { length: 0, push() {} };
    const own = await page.goto(`${base}/o/globex/approvals/${held.pending_approval.approval_id}`);
    const none = await page.goto(`${base}/o/globex/approvals/018f0000-0000-7000-8000-000000000000`);
    const org = await page.goto(`${base}/o/acme/home`);
    expect(own.status() === 404 && none.status() === 404, `expected 404 twice, got ${own.status()} and ${none.status()}`);
    expect(org.status() === 404, `another organisation's portal answers ${org.status()}`);
    await page.context().close();
  },

  async "a viewer is not offered what they may not do"(scripts) {
    const page = await as(acme.viewer, scripts);
    await go(page, "/o/acme/home", scripts);
    expect((await page.locator('nav a[href$="/keys"]').count()) === 0, "no link to API keys");
    const direct = await page.goto(`${base}/o/acme/keys/new`);
    expect([403, 404].includes(direct.status()), `expected a refusal, got ${direct.status()}`);
    await page.context().close();
  },
};

/// Edits a released policy in force by a second version and puts the first one back.
async function rollBack(page, release, scripts) {
  await go(page, release, scripts);
  const policy = await page.locator('main dl a[href*="/policies/pol_"]').first().getAttribute("href");
  await chooseReleaseMode(page, "Direct", scripts);
  await go(page, `${policy}/edit`, scripts);
  await page.getByLabel("What it is for").fill("Changed once more.");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText(/The new version is enforced/).waitFor();
  await go(page, `${policy}/versions`, scripts);
  await page.getByText("Changed once more.").waitFor();
  await page.getByText("Roll back to 2").click();
  await page.getByRole("button", { name: "Put version 2 back in force" }).click();
  await page.getByText(/Rolled back/).waitFor();
}

async function chooseReleaseMode(page, word, scripts) {
  await go(page, "/o/acme/policies/settings", scripts);
  await page.getByRole("radio", { name: new RegExp(`^${word}`) }).check();
  await page.getByRole("button", { name: "Save release mode" }).click();
  await page.getByText("Release mode saved.").waitFor();
}

/// A change of a policy that waits for its release, made for being looked at.
async function madeRelease(page) {
  await chooseReleaseMode(page, "Reviewed", true);
  await go(page, "/o/acme/policies/new?kind=pattern", true);
  await page.getByLabel("Name", { exact: true }).fill("Looked at");
  await page.getByRole("textbox", { name: "Regular expression" }).fill("looked-at");
  await page.getByRole("button", { name: "Save draft" }).click();
  await page.waitForURL(/\/policies\/releases\/[0-9a-f-]{36}/);
  const release = new URL(page.url()).pathname;
  await chooseReleaseMode(page, "Direct", true);
  return release;
}

/// The password for the SDK, the one time that it is shown.
async function sdkPassword(page) {
  await page.getByRole("button", { name: /^Make a(nother)? password$/ }).click();
  await page.waitForURL(/sdk-password/);
  await page.getByText("This is the only time you see the password.").waitFor();
}

/// A page that only a list knows: the first link there that fits.
const linkOn = (list, fits) => async (page) => {
  await go(page, list, true);
  const link = page.locator(`main a[href*="${fits}"]`).first();
  await link.waitFor({ state: "attached" });
  return link.getAttribute("href");
};

/// The page of a member, or a page below it.
const memberPage = (name, below = "") => async (page) => {
  await go(page, "/o/acme/members", true);
  return `${await page.getByRole("link", { name }).first().getAttribute("href")}${below}`;
};

/// What is done on a page before it is looked at.
function sample(name) {
  return async (page) => {
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("heading", { name: "Result" }).waitFor();
  };
}

async function tooLong(page) {
  await page.getByRole("textbox", { name: "Text" }).fill("x".repeat(70_000));
  await page.getByRole("button", { name: "Check text" }).click();
  await page.getByText(/64 kB are looked at/).first().waitFor();
}

async function simulated(page) {
  await page.getByLabel("What it says").fill("Write to jane.doe@example.com");
  await page.getByRole("button", { name: "Simulate call" }).click();
  await page.getByText("Nothing was recorded").waitFor();
}

async function asked(page) {
  await page.getByRole("button", { name: "Ask the policy" }).click();
  await page.getByText(/It matches \d+ of/).waitFor();
}

async function brokenModule(page) {
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByText(/2 of 2 pass/).first().waitFor();
  await page.getByRole("textbox", { name: "Tests" }).fill("package axonflow.policy\n\ntest_a if {\n");
  await page.getByText(/Line \d+, character/).waitFor();
}

/// Client id and secret on the page that shows them once.
async function shownSecret(page) {
  await page.getByText("This is the only time you see the secret.").waitFor();
  const text = await page.locator("main").innerText();
  const [secret, client] = [text.match(/AXON-V2-[A-Za-z0-9_-]+/)?.[0], text.match(/axk_[0-9a-f]{32}/)?.[0]];
  expect(secret && client, "client id and secret are shown");
  return [client, secret];
}

async function called(client, secret) {
  const authorization = `Basic ${Buffer.from(`${client}:${secret}`).toString("base64")}`;
  return (await fetch(`${base}/api/v1/connectors`, { headers: { authorization } })).status;
}

async function isRefusedSoon(client, secret) {
  const deadline = Date.now() + 1_000;
  while (Date.now() < deadline) {
    if ((await called(client, secret)) === 401) return true;
  }
  return false;
}

/// The page of a key that is being rolled, with what is on it while both secrets are used.
async function rolledKey(page) {
  await page.getByLabel("Name").fill("rolled-one");
  await page.getByRole("button", { name: "Create API key" }).click();
  await page.waitForURL(/\/secret/);
  const [client, old] = await shownSecret(page);
  await called(client, old);
  await page.goto(page.url().replace(/\/secret.*/, "/roll"));
  await settled(page, true);
  await page.getByRole("button", { name: "Roll key" }).click();
  await page.waitForURL(/\/secret/);
  const [, next] = await shownSecret(page);
  await called(client, next);
  await page.goto(page.url().replace(/\/secret.*/, "?found=overlap"));
  await settled(page, true);
  await page.getByText("Not safe to end yet.").waitFor();
}

/// A connection that is begun, at the step that asks for its provider.
async function draft(page) {
  await page.getByLabel(/Microsoft Entra ID/).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/values/);
  await go(page, new URL(page.url()).pathname.replace(/values$/, "provider"), true);
}

/// A page of the connection with this name.
function connectionPage(name, rest = "") {
  return async (page) => {
    await go(page, "/o/acme/sso", true);
    return `${await page.getByRole("link", { name }).first().getAttribute("href")}${rest}`;
  };
}

async function madeLink(page) {
  await page.getByLabel("For whom").fill("Kim from IT");
  await page.getByRole("button", { name: "Make link" }).click();
  await page.getByText("This is the only time you see the link.").waitFor();
}

async function newKey(page) {
  await page.getByLabel("Name").fill("looked-at");
  await page.getByRole("button", { name: "Create API key" }).click();
  await page.waitForURL(/\/secret/);
  await page.getByText("This is the only time you see the secret.").waitFor();
}

/// Signing in, up to where something more than the password is asked for.
function password(person) {
  return async (page) => {
    await page.getByLabel("Work e-mail").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL(/\/signin\/(factor|enrol)/);
    await settled(page, true);
  };
}

const pages = [
  ["home", acme.owner, "/o/acme/home"],
  ["approvals", acme.owner, "/o/acme/approvals"],
  ["approvals-worst-first", acme.owner, "/o/acme/approvals?sort=severity"],
  ["approvals-history", acme.owner, "/o/acme/approvals?tab=history"],
  ["approvals-empty", globex.owner, "/o/globex/approvals?severity=low"],
  ["decisions", acme.owner, "/o/acme/decisions"],
  ["decisions-empty", acme.owner, "/o/acme/decisions?policy=none"],
  ["policies", acme.owner, "/o/acme/policies"],
  ["policies-empty", acme.owner, "/o/acme/policies?tier=tenant"],
  ["policies-in-force", acme.viewer, "/o/acme/policies/in-force?on=mcp_input"],
  ["policies-simulate", acme.viewer, "/o/acme/policies/simulate", simulated],
  ["policies-conflicts", acme.owner, "/o/acme/policies/conflicts"],
  ["policies-conflicts-empty", globex.owner, "/o/globex/policies/conflicts"],
  ["policy-impact", acme.viewer, "/o/acme/policies/sys_pii_email/impact", asked],
  ["policy-replay", acme.owner, async (page) => `/o/acme/policies/replay?days=30&policy=${(await linkOn("/o/acme/policies?tier=organization", "/policies/pol_")(page)).split("/").pop()}`],
  ["policies-releases", acme.viewer, "/o/acme/policies/releases"],
  ["policies-settings", acme.owner, "/o/acme/policies/settings"],
  ["policies-settings-read", acme.viewer, "/o/acme/policies/settings"],
  ["policy-new", acme.owner, "/o/acme/policies/new"],
  ["policy-rego", acme.owner, "/o/acme/policies/new?kind=rego", brokenModule],
  ["policy-conditions", acme.owner, "/o/acme/policies/new?kind=conditions"],
  ["policy-pattern", acme.owner, "/o/acme/policies/new?kind=pattern"],
  ["policy-shipped", acme.viewer, "/o/acme/policies/sys_pii_email"],
  ["policy-own", acme.owner, linkOn("/o/acme/policies?tier=organization", "/policies/pol_")],
  ["policy-versions", acme.owner, async (page) => `${await linkOn("/o/acme/policies?tier=organization", "/policies/pol_")(page)}/versions`],
  ["policy-override", acme.owner, "/o/acme/policies/sys_pii_email/override"],
  ["release", acme.owner, madeRelease],
  ["detection", acme.viewer, "/o/acme/detection"],
  ["detection-found", acme.viewer, "/o/acme/detection", sample("Personal data")],
  ["detection-attack", acme.viewer, "/o/acme/detection", sample("SQL injection")],
  ["detection-refused", acme.viewer, "/o/acme/detection", tooLong],
  ["members", acme.owner, "/o/acme/members"],
  ["members-invite", acme.owner, "/o/acme/members/invite"],
  ["members-left", acme.owner, "/o/acme/members/left"],
  ["directory", acme.owner, "/o/acme/directory"],
  ["directory-mapping", acme.owner, "/o/acme/directory/mapping"],
  ["directory-mapping-preview", acme.owner, "/o/acme/directory/mapping/preview"],
  ["directory-people", acme.owner, "/o/acme/directory/people"],
  ["directory-events", acme.owner, "/o/acme/directory/events"],
  ["directory-safety", acme.owner, "/o/acme/directory/safety"],
  ["member", acme.owner, memberPage("Priya Raman")],
  ["member-remove", acme.owner, memberPage("Priya Raman", "/remove")],
  ["roles", acme.owner, "/o/acme/roles"],
  ["roles-new", acme.owner, "/o/acme/roles/new"],
  ["role-change", acme.owner, linkOn("/o/acme/roles", "/roles/0")],
  ["teams", acme.owner, "/o/acme/teams"],
  ["teams-empty", globex.owner, "/o/globex/teams"],
  ["teams-new", acme.owner, "/o/acme/teams/new"],
  ["team", acme.owner, linkOn("/o/acme/teams", "/teams/0")],
  ["team-add", acme.owner, async (page) => `${await linkOn("/o/acme/teams", "/teams/0")(page)}/add`],
  ["team-preview", acme.owner, async (page) => `${await linkOn("/o/acme/teams", "/teams/0")(page)}/preview?what=roles`],
  ["team-remove", acme.owner, async (page) => `${await linkOn("/o/acme/teams", "/teams/0")(page)}/preview?what=delete`],
  ["team-member", acme.owner, memberPage("Priya Raman")],
  ["keys", acme.owner, "/o/acme/keys"],
  ["keys-new", acme.owner, "/o/acme/keys/new"],
  ["key-secret", acme.owner, "/o/acme/keys/new", newKey],
  ["key-rolling", acme.owner, "/o/acme/keys/new", rolledKey],
  ["keys-hygiene", acme.owner, "/o/acme/keys/hygiene"],
  ["keys-lookup", acme.owner, "/o/acme/keys/lookup"],
  ["sso", acme.owner, "/o/acme/sso"],
  ["sso-empty", globex.owner, "/o/globex/sso"],
  ["sso-new", acme.owner, "/o/acme/sso/new"],
  ["sso-values", acme.owner, connectionPage("Okta", "/values")],
  ["sso-provider", acme.owner, connectionPage("Okta", "/provider")],
  ["sso-provider-draft", acme.owner, "/o/acme/sso/new", draft],
  ["sso-people", acme.owner, connectionPage("Okta", "/people")],
  ["sso-rules", acme.owner, connectionPage("Entra", "/rules")],
  ["sso-rules-none", acme.owner, connectionPage("Okta", "/rules")],
  ["sso-test-none", acme.owner, connectionPage("Okta", "/test")],
  ["sso-overview", acme.owner, connectionPage("Provider plain")],
  ["sso-test", acme.owner, connectionPage("Provider plain", "/test")],
  ["sso-turn-on", acme.owner, connectionPage("Provider plain", "/turn-on")],
  ["sso-certificates", acme.owner, connectionPage("Okta", "/certificates")],
  ["sso-links", acme.owner, connectionPage("Okta", "/links")],
  ["sso-link-shown", acme.owner, connectionPage("Okta", "/links"), madeLink],
  ["sso-remove", acme.owner, connectionPage("Provider plain", "/remove")],
  ["sign-ins", acme.owner, "/o/acme/sign-ins"],
  ["sign-in", acme.owner, linkOn("/o/acme/sign-ins", "/sign-ins/")],
  ["member", acme.owner, linkOn("/o/acme/members", "/members/0")],
  ["sign-ins-unknown", acme.owner, "/o/acme/sign-ins?code=ABCD-2345"],
  ["sso-refused", acme.viewer, "/o/acme/sso"],
  ["sso-domains", acme.owner, "/o/acme/domains"],
  ["sso-domains-empty", globex.owner, "/o/globex/domains"],
  ["sso-domain-new", acme.owner, "/o/acme/domains/new"],
  ["sso-domain", acme.owner, "/o/acme/domains/okta.example"],
  ["sso-domain-verified", acme.owner, "/o/acme/domains/plain.example"],
  ["sso-domain-remove", acme.owner, "/o/acme/domains/plain.example/remove"],
  ["security", acme.owner, "/o/acme/settings/security"],
  // Acme requires its provider by now, so the SDK signs in there by keys alone.
  ["security-sdk-password", globex.owner, "/o/globex/settings/security", sdkPassword],
  ["security-sdk-password-again", globex.owner, "/o/globex/settings/security/sdk-password"],
  ["security-refused", acme.viewer, "/o/acme/settings/security"],
  ["platform-staff-access", acme.owner, "/o/acme/settings/staff-access"],
  ["platform-staff-access-empty", globex.owner, "/o/globex/settings/staff-access"],
  ["evidence", acme.owner, "/o/acme/evidence"],
  ["evidence-verify", acme.owner, "/o/acme/evidence/verify"],
  ["approval", acme.approver, linkOn("/o/acme/approvals", "/approvals/0")],
  ["approval-closed", acme.owner, linkOn("/o/acme/approvals?tab=history", "/approvals/0")],
  ["decision", acme.owner, linkOn("/o/acme/decisions", "/decisions/0")],
  ["key-roll", acme.owner, linkOn("/o/acme/keys", "/roll")],
  ["key-revoke", acme.owner, linkOn("/o/acme/keys", "/revoke")],
  ["export", acme.owner, linkOn("/o/acme/evidence", "/evidence/0")],
  ["account", acme.owner, "/account"],
  ["account-factor", acme.owner, "/account/factor"],
  ["recovery-codes", acme.owner, "/account/recovery-codes"],
  ["refused", acme.viewer, "/o/acme/keys/new"],
  ["not-found", acme.owner, "/o/acme/nothing"],
  ["approver", acme.approver, "/o/acme/approvals"],
];
const open = [
  ["signin", undefined, "/signin"],
  ["signin-factor", undefined, "/signin", password(acme.owner)],
  ["signin-enrol", undefined, "/signin", password(newcomer)],
  ["signin-forgot", undefined, "/signin/forgot"],
  ["signin-forgot-sent", undefined, "/signin/forgot?sent=1"],
  ["invitation", undefined, () => linkTo("guest@acme.example")],
  ["invitation-member", undefined, () => linkTo(globex.viewer.email)],
  ["invitation-unknown", undefined, "/invite/nothing"],
  ["setup", undefined, process.env.SETUP_LINK],
  ["setup-unknown", undefined, "/setup/nothing"],
  ["signed-out", undefined, "/signed-out"],
];

async function axe(page, name) {
  await page.addScriptTag({ path: axePath }).catch(() => {});
  const loaded = await page.evaluate(() => typeof window.axe !== "undefined");
  if (!loaded) await page.evaluate(await (await import("node:fs/promises")).readFile(axePath, "utf8"));
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  const serious = violations.filter((v) => ["serious", "critical"].includes(v.impact));
  const listed = serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`);
  expect(serious.length === 0, `${name}: ${listed.join("; ")}`);
}

/// What stands out of the window on the right, innermost last.
function reachingOut() {
  const edge = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > edge + 0.5);
  return out.slice(-4).map((element) => `${element.localName}.${element.className} "${element.textContent.trim().slice(0, 40)}"`);
}

/// One page in both themes and at the width of a phone: nothing serious for axe, nothing wider than the window.
async function look(name, person, path, first = async () => {}) {
  const options = { viewport: { width: 1440, height: 900 }, bypassCSP: true };
  const page = person ? await as(person, true, options) : await watchedPage(await browser.newContext(options));
  // Pages that show an error have answered with its status, which the console calls an error.
  page.faults = { length: 0, push() {} };
  await go(page, typeof path === "string" ? path : await path(page), true);
  await first(page);
  await measured(name, page);
}

/// Pages of the platform console, of one operator's session.
const ofPlatform = [
  ["platform-orgs", "/orgs"],
  ["platform-orgs-none", "/orgs?q=nothing-like-this"],
  ["platform-new", "/orgs/new"],
  ["platform-audit", "/audit"],
  ["platform-org", "/orgs?q=acme", "shown"],
  ["platform-org-refused", "/orgs?q=acme", "refused"],
];

async function lookAtPlatform() {
  const options = { viewport: { width: 1440, height: 900 }, bypassCSP: true };
  const stranger = await watchedPage(await browser.newContext(options));
  await stranger.goto(`${consoleOf(base)}/signin`);
  await measured("platform-signin", stranger);
  const page = await operatorPage(browser, base, operator, options);
  const state = await page.context().storageState();
  await page.context().close();
  for (const [name, path, opens] of ofPlatform) {
    const page = await watchedPage(await browser.newContext({ ...options, storageState: state }));
    await page.goto(`${consoleOf(base)}${path}`);
    if (opens) await page.getByRole("link", { name: "Acme Insurance" }).click();
    if (opens) await page.getByRole("heading", { name: "Overview" }).waitFor();
    if (opens === "refused") {
      await page.getByLabel("Short name, to confirm").fill("not-acme");
      await page.locator("#delete-reason").fill("They moved on");
      await page.getByRole("button", { name: "Delete organisation" }).click();
      await page.getByRole("alert").waitFor();
      expect((await page.locator("#delete-reason").inputValue()) === "They moved on", "what was typed stays");
    }
    await measured(name, page);
  }
}

/// The page that stands there, in both themes and at both widths.
async function measured(name, page) {
  for (const [theme, width] of [["light", 1440], ["dark", 1440], ["light", 360], ["dark", 360]]) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 900 });
    // A colour on its way from one theme to the other is neither.
    await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== "running"));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide <= 0, `${name} at ${width}: ${wide} px wider than the window: ${wide > 0 && (await page.evaluate(reachingOut)).join(", ")}`);
    if (shots) await page.screenshot({ path: `${shots}/${name}.${theme}.${width}.png`, fullPage: width === 360 });
    await axe(page, `${name} ${theme} ${width}`);
  }
  await page.context().close();
}

let failed = 0;
let passed = 0;
async function run(name, body) {
  if (!name.includes(only)) return;
  const began = Date.now();
  try {
    await body();
    passed += 1;
    console.log(`ok      ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed += 1;
    const where = String(error.stack ?? "").match(/[a-z]+\.mjs:\d+/)?.[0] ?? "";
    console.log(`FAILED  ${name}, at ${where}\n        ${String(error.message ?? error).split("\n").join("\n        ")}`);
  }
}

for (const scripts of [true, false]) {
  for (const [name, body] of Object.entries(journeys)) {
    await run(`${name}, scripts ${scripts ? "on" : "off"}`, () => body(scripts));
  }
}
for (const [name, person, path, first] of [...pages, ...open]) {
  await run(`axe and width: ${name}`, () => look(name, person, path, first));
}
await run("axe and width: platform console", lookAtPlatform);
await browser.close();
closeProviders();
console.log(`browser journeys: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
