// A real provider of identities (npm oidc-provider) for server/tests/it/oidc, with the browser that visits it.
//
// First line in: its settings. First line out: {"issuer"}. Then one line in, one line out:
//   {"walk": URL, "as": ACCOUNT, "acr": …, "amr": […]}  follows the redirects as a browser would, answers {"at": URL of the client}
//   {"rotate": true}                                    signs with a new key from now on
//   {"end": URL}                                        opens the provider's own sign-out, answers {"status"}
//   {"leave": URL}                                      signs out there in the browser of the last walk, answers {"told": [TOKEN]}:
//                                                       what it told its clients by the back channel (kept here, no client listens)
//   {"sign": CLAIMS, "head": {…}}                       signs any claims with the provider's key, answers {"token"}
import { createInterface } from "node:readline";
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { SignJWT, importJWK } from "jose";
import Provider from "oidc-provider";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => JSON.parse((await lines.next()).value);
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
// The provider warns on standard output of what a test may do: one line out is one answer.
console.info = console.warn = (...words) => console.error(...words);

const settings = await next();
const keys = [];
const fresh = () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = `k${keys.length}`;
  keys.unshift({ ...privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" });
};
fresh();

const server = createServer((request, response) => answer(request, response));
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const own = `http://127.0.0.1:${server.address().port}`;
const issuer = settings.issuer ?? own;
let person;

// What clients would have been told; `sid: false` in the settings tells them of the person only.
const told = [];
const caught = (client) => ({
  ...client,
  backchannel_logout_uri: `${own}/caught`,
  backchannel_logout_session_required: settings.sid ?? true,
});

const make = () => {
  const provider = new Provider(issuer, {
    clients: settings.clients.map(caught),
    jwks: { keys },
    cookies: { keys: ["only for tests"] },
    claims: {
      openid: ["sub", "acr", "amr"],
      profile: ["name", "preferred_username"],
      email: ["email", "email_verified"],
      identity: ["so_dinh_danh"],
    },
    scopes: ["openid", "profile", "email", "identity"],
    acrValues: ["urn:strong"],
    conformIdTokenClaims: settings.userinfo ?? false,
    ttl: { IdToken: 600, AccessToken: 600, AuthorizationCode: 60, Interaction: 600, Session: 600, Grant: 600 },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    // It speaks to no address of this machine unless it is let; there is no other here.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...settings.accounts[sub] }) }),
  });
  const serve = provider.callback();
  return async (request, response) => {
    if (request.url === "/caught") {
      let body = "";
      for await (const part of request) body += part;
      told.push(new URLSearchParams(body).get("logout_token"));
      return response.end();
    }
    if (!request.url.startsWith("/interaction/")) return serve(request, response);
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === "login") {
      const login = { accountId: person.as, acr: person.acr, amr: person.amr };
      return provider.interactionFinished(request, response, { login });
    }
    const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    grant.addOIDCScope("openid profile email identity");
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  };
};
let answer = make();

// A browser without a screen: cookies, and redirects until they lead away from the provider.
let cookies = new Map();
const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
const keep = (response) => {
  for (const set of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
    cookies.set(name, value);
  }
};
const walk = async (url) => {
  cookies = new Map();
  for (let hop = 0; hop < 12; hop += 1) {
    if (!url.startsWith(own)) return url;
    const response = await fetch(url, { redirect: "manual", headers: { cookie: cookie() } });
    keep(response);
    const location = response.headers.get("location");
    if (!location) throw new Error(`${response.status} at ${url}: ${(await response.text()).slice(0, 400)}`);
    url = new URL(location, url).href;
  }
  throw new Error("too many redirects");
};

// The provider's sign-out: its page asks, its form is sent.
const leave = async (url) => {
  const page = await fetch(url, { redirect: "manual", headers: { cookie: cookie() } });
  keep(page);
  const html = await page.text();
  const [, action] = /action="([^"]+)"/.exec(html);
  const [, xsrf] = /name="xsrf" value="([^"]+)"/.exec(html);
  told.length = 0;
  const done = await fetch(action, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookie(), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ xsrf, logout: "yes" }),
  });
  if (done.status >= 400) throw new Error(`${done.status}: ${await done.text()}`);
  return [...told];
};

const sign = async (claims, head) => {
  const key = await importJWK(keys[0], "RS256");
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: keys[0].kid, ...head }).sign(key);
};

say({ issuer: own });
for (;;) {
  const order = await next();
  try {
    if (order.rotate) {
      fresh();
      keys.pop();
      answer = make();
      say({});
    } else if (order.leave) {
      say({ told: await leave(order.leave) });
    } else if (order.sign) {
      say({ token: await sign(order.sign, order.head) });
    } else if (order.end) {
      say({ status: (await fetch(order.end, { redirect: "manual" })).status });
    } else {
      person = order;
      say({ at: await walk(order.walk) });
    }
  } catch (error) {
    say({ error: String(error) });
  }
}
