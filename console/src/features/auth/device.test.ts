import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf } from './device.ts'

test('a browser is known by its name, version and system', () => {
  // prettier-ignore
  const agents = [
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36', 'Chrome 156 · Linux'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.1', 'Edge 150 · Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1', 'Safari 19 · iOS'],
    ['Mozilla/5.0 (Macintosh; Mac OS X 15) Gecko/20100101 Firefox/150.0', 'Firefox 150 · macOS'],
    ['curl/7.88.1', 'curl/7.88.1'],
  ] as const
  for (const [agent, device] of agents) assert.equal(deviceOf(agent), device)
})
