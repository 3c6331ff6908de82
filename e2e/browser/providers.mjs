// An identity provider and a DNS server of this machine, for the journeys through single sign-on.
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.env.NODE_MODULES}/`);

/// Answers TXT questions from a table; a name that is not in it does not exist.
export function startDns(port) {
  const records = new Map();
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => socket.send(answer(query, records), from.port, from.address));
  socket.bind(port, "127.0.0.1");
  return { set: (name, value) => records.set(name.toLowerCase(), value), close: () => socket.close() };
}

function answer(query, records) {
  let at = 12;
  const labels = [];
  while (query[at] !== 0) {
    labels.push(query.subarray(at + 1, at + 1 + query[at]).toString("latin1").toLowerCase());
    at += 1 + query[at];
  }
  const text = records.get(labels.join("."));
  const head = Buffer.from([query[0], query[1], 0x85, text ? 0x80 : 0x83, 0, 1, 0, text ? 1 : 0, 0, 0, 0, 0]);
  const question = query.subarray(12, at + 5);
  if (!text) return Buffer.concat([head, question]);
  const value = Buffer.from(text);
  const record = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, value.length + 1, value.length]);
  return Buffer.concat([head, question, record, value]);
}

/// A certified OpenID Connect provider with one client; whoever types a name at its sign-in page is that person.
export async function startOidc(port, redirect, signedOut) {
  const issuer = `http://127.0.0.1:${port}`;
  // Its development pages and keys warn about themselves, which is what they are for.
  console.warn = console.info = () => {};
  const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "axonflow",
        client_secret: "a secret of the journeys",
        redirect_uris: [redirect],
        post_logout_redirect_uris: signedOut ? [signedOut] : [],
      },
    ],
    claims: { openid: ["sub", "groups"], email: ["email", "email_verified"] },
    conformIdTokenClaims: false,
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, email: sub, email_verified: true, groups: ["risk", "staff"] }) }),
    cookies: { keys: ["journeys"] },
  });
  const server = createServer(provider.callback());
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { issuer, close: () => new Promise((resolve) => server.close(resolve)) };
}

/// Signs in at the provider's own pages and agrees to what it asks.
export async function signInAtOidc(page, name) {
  await page.waitForURL(/\/interaction\//);
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.waitForURL((url) => !url.pathname.endsWith("/login"));
  const agree = page.locator("button[type=submit]");
  if (page.url().includes("/interaction/")) await agree.click();
}
