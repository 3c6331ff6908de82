// Signs in as an approver and approves one held call in the portal.
import { expectNoFaults, launch, settled, signIn, watchedPage } from "./lib.mjs";

const { BASE_URL, ORG, APPROVAL, EMAIL, PASSWORD, TOTP_SECRET } = process.env;
const browser = await launch();
try {
  const page = await watchedPage(await browser.newContext());
  await signIn(page, BASE_URL, { email: EMAIL, password: PASSWORD, totp_secret: TOTP_SECRET }, true);
  await page.goto(`${BASE_URL}/o/${ORG}/approvals/${APPROVAL}`);
  await settled(page, true);
  await page.getByLabel(/^Reason/).fill("Checked against the claim file.");
  await page.getByRole("button", { name: "Approve call" }).click();
  // A decided call cannot be decided again, and the page says who decided and why.
  await page.getByRole("button", { name: "Approve call" }).waitFor({ state: "detached" });
  await page.getByText("Checked against the claim file.").first().waitFor();
  expectNoFaults(page);
} finally {
  await browser.close();
}
