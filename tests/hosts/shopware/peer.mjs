// Shopware's own app server SDK as a second app server and as a client: one JSON command a line in, one JSON answer a line out.
import { createInterface } from "node:readline";
import { AppServer, HttpClient, InMemoryShopRepository, SimpleShop } from "@shopware-ag/app-server-sdk";
import { EntityRepository, ApiContext } from "@shopware-ag/app-server-sdk/helper/admin-api";
import { Criteria } from "@shopware-ag/app-server-sdk/helper/criteria";
import { sendNotification } from "@shopware-ag/app-server-sdk/helper/notification";

const BASE = "https://desk.example";
let app;
const answered = async (response) => ({ status: response.status, body: await response.text() });
const verdict = async (work) => {
  try { await work(); return { status: 200 }; } catch (error) { return { status: 401, why: String(error.message || error) }; }
};
const client = ({ url, key, secret }) => {
  const shop = new SimpleShop("peer", url, "unused");
  shop.setShopCredentials(key, secret);
  return new HttpClient(shop);
};
const DO = {
  start: ({ appName, appSecret, enforce }) => {
    app = new AppServer(
      { appName, appSecret, authorizeCallbackUrl: `${BASE}/shopware/confirm`, enforceDoubleSignature: enforce ?? false },
      new InMemoryShopRepository(),
    );
    return {};
  },
  register: ({ query, headers }) => app.registration.authorize(new Request(`${BASE}/shopware/register?${query}`, { headers })).then(answered),
  confirm: ({ body, headers }) =>
    app.registration.authorizeCallback(new Request(`${BASE}/shopware/confirm`, { method: "POST", body, headers })).then(answered),
  hook: ({ body, headers }) =>
    verdict(() => app.contextResolver.fromAPI(new Request(`${BASE}/shopware/hook`, { method: "POST", body, headers }))),
  open: ({ address }) => verdict(() => app.contextResolver.fromBrowser(new Request(`${BASE}${address}`))),
  sign: async ({ message, secret }) => ({ signature: await app.signer.sign(message, secret) }),
  signResponse: async ({ body, secret }) => {
    const response = new Response(body);
    await app.signer.signResponse(response, secret);
    return { signature: response.headers.get("shopware-app-signature") };
  },
  know: async ({ shopId, url, secret }) => { await app.repository.createShop(shopId, url, secret); return {}; },
  search: async (given) => {
    const criteria = new Criteria();
    criteria.setPage(1);
    criteria.setLimit(100);
    criteria.setTotalCountMode(1);
    criteria.addFilter(Criteria.range("createdAt", { gte: given.since }));
    criteria.addSorting(Criteria.sort("createdAt", "ASC"));
    criteria.addSorting(Criteria.sort("id", "ASC"));
    criteria.addAssociation("product");
    criteria.addAssociation("customer");
    criteria.addAssociation("language.locale");
    const found = await new EntityRepository(client(given), "product_review").search(criteria, new ApiContext(null, true));
    return { total: found.total, data: found.data };
  },
  write: async (given) => {
    const answer = await client(given).patch(`/product-review/${given.id}`, given.body);
    return { status: answer.statusCode };
  },
  writeAndSee: async (given) => {
    const answer = await client(given).patch(`/product-review/${given.id}?_response=1`, given.body);
    return { status: answer.statusCode, body: answer.body };
  },
  notify: async (given) => { await sendNotification(client(given), given.notification); return {}; },
};
for await (const line of createInterface({ input: process.stdin })) {
  const given = JSON.parse(line);
  let answer;
  try { answer = await DO[given.do](given); } catch (error) { answer = { failed: String(error.message || error) }; }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
