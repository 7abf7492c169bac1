// Shopify's own package for node as a verifier: cases come as JSON on stdin, its verdicts go to stdout.
import "@shopify/shopify-api/adapters/node";
import { LogSeverity, shopifyApi } from "@shopify/shopify-api";

let text = "";
for await (const piece of process.stdin) text += piece;
const { client, secret, tokens, webhooks, queries } = JSON.parse(text);
const shopify = shopifyApi({
  apiKey: client, apiSecretKey: secret, hostName: "desk.example", isEmbeddedApp: true, apiVersion: "2026-07",
  logger: { level: LogSeverity.Error, log: () => {} },
});
const said = async (work) => { try { return Boolean(await work()); } catch { return false; } };
const verdicts = { tokens: {}, webhooks: {}, queries: {} };
for (const [name, token] of Object.entries(tokens)) verdicts.tokens[name] = await said(() => shopify.session.decodeSessionToken(token));
for (const [name, { body, headers }] of Object.entries(webhooks)) {
  const rawRequest = { method: "POST", url: "/shopify/webhooks", headers };
  verdicts.webhooks[name] = await said(async () => (await shopify.webhooks.validate({ rawBody: body, rawRequest })).valid);
}
for (const [name, { query, at }] of Object.entries(queries)) {
  const now = Date.now;
  Date.now = () => at * 1000;
  verdicts.queries[name] = await said(() => shopify.utils.validateHmac(query));
  Date.now = now;
}
process.stdout.write(JSON.stringify(verdicts));
