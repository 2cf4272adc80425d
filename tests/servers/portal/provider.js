// A real OpenID Connect provider on loopback, with people whose roles are in their name.
// It writes its issuer on standard output, and stops when standard input is closed.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [redirectUri] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'stadspols',
      client_secret: 'alleen-voor-de-proef',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'client_credentials'],
      response_types: ['code'],
    }],
    pkce: { required: () => true },
    cookies: { keys: ['alleen-voor-de-proef'] },
    claims: { openid: ['sub', 'roles', 'name'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'Jan de Proef', roles: id.split('+') }),
    }),
    extraTokenClaims: () => ({ roles: ['analist'] }),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: '',
          audience: resource === 'urn:stadspols' ? 'stadspols' : 'ander',
          accessTokenFormat: 'jwt',
        }),
      },
    },
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit());
