// Starts a real PDS and PLC on loopback, on free ports; prints their addresses as one line of JSON
// and stops when standard input closes. Accounts and posts are made through its API.
import { TestNetworkNoAppView } from '@atproto/dev-env'

const network = await TestNetworkNoAppView.create({})
process.stdout.write(JSON.stringify({ pds: network.pds.url }) + '\n')
process.stdin.on('end', async () => {
  await network.close()
  process.exit(0)
})
process.stdin.resume()
