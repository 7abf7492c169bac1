// Gives raw messages (a JSON list on stdin) to the handlers of Shopware's Meteor SDK, as its admin would, and tells what came of it.
const listeners = new Set();
let answers = [];
const source = { postMessage: (raw) => answers.push(raw) };
const window = {
  addEventListener: (_, heard) => listeners.add(heard), removeEventListener: (_, heard) => listeners.delete(heard),
  postMessage: () => {}, origin: "https://admin.example", location: { origin: "https://admin.example", search: "", pathname: "/" },
};
window.parent = window;
Object.assign(globalThis, { window, document: { referrer: "", documentElement: { dataset: {}, style: {} } } });
const { handle } = require("@shopware-ag/meteor-admin-sdk/es/channel");
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk)).on("end", async () => {
  const understood = [];
  for (const raw of JSON.parse(Buffer.concat(chunks).toString())) {
    const type = JSON.parse(raw)._type;
    let got;
    answers = [];
    const stop = handle(type, (data) => { got = data; return null; });
    for (const heard of [...listeners]) await heard({ data: raw, source, origin: "https://desk.example" });
    await new Promise((done) => setTimeout(done, 20));
    stop();
    understood.push({ type, data: got, answered: answers.some((one) => one.includes('"_response"') && one.includes(JSON.parse(raw)._callbackId)) });
  }
  process.stdout.write(JSON.stringify(understood));
  process.exit(0);
});
