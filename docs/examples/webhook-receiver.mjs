#!/usr/bin/env node
// A receiver of Atalaya's webhooks that takes only what is signed and fresh.
// WEBHOOK_SECRET=whsec_… ./webhook-receiver.mjs PORT
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const TOLERANCE_SECONDS = 300 // Older or newer is a replay, or a wrong clock.
const MAX_BYTES = 64 * 1024
const key = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64')

// One of the signatures must be ours: while a secret is being replaced there are two.
function isVerified(headers, body) {
  const timestamp = headers['webhook-timestamp'] ?? ''
  if (!/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const expected = createHmac('sha256', key)
    .update(`${headers['webhook-id']}.${timestamp}.`)
    .update(body)
    .digest()
  return (headers['webhook-signature'] ?? '').split(' ').some(one => {
    const [version, signature] = one.split(',')
    const given = Buffer.from(signature ?? '', 'base64')
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
}

createServer((request, response) => {
  const chunks = []
  let bytes = 0
  request.on('data', chunk => {
    bytes += chunk.length
    if (bytes > MAX_BYTES) request.destroy()
    else chunks.push(chunk)
  })
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    const verified = isVerified(request.headers, body)
    // Answer first, work later; webhook-id is the same when a delivery comes twice.
    response.writeHead(verified ? 204 : 401).end()
    if (verified) console.log(request.headers['webhook-id'], JSON.parse(body).type)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
