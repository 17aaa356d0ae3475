// A stand-in for the api and a gateway, for work on the UIs alone: `node tools/fake-api.mjs`.
// Two tenants, cameras in every state, real video (FFmpeg's test picture as HLS). Development only.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

const PORT = Number(process.env.PORT ?? 8180);
const GATEWAY_PORT = PORT + 1;
const RETURN_MILLIS = 5_000;
const WEB = new URL('../target/web/META-INF/resources', import.meta.url).pathname;
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mp4': 'video/mp4',
  '.m4s': 'video/mp4',
};

const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
const now = () => ago(0);

const USERS = [
  { username: 'admin', role: 'platform_admin', displayName: 'Platform Admin' },
  { username: 'ana', role: 'tenant_admin', tenantId: 'acme', displayName: 'Ana García' },
  { username: 'vera', role: 'viewer', tenantId: 'acme', displayName: 'Vera' },
  { username: 'gus', role: 'tenant_admin', tenantId: 'globex', displayName: 'Gus' },
];
const PERMISSIONS = {
  platform_admin: ['tenant_manage', 'camera_read', 'camera_manage', 'stream_watch'],
  tenant_admin: ['camera_read', 'camera_manage', 'stream_watch', 'usage_read'],
  viewer: ['camera_read', 'stream_watch', 'usage_read'],
};
const tenants = new Map(
  [
    ['acme', 'Acme Stores', 'active', 'starter'],
    ['globex', 'Globex Housing', 'active', 'standard'],
    ['initech', 'Initech', 'suspended', 'starter'],
  ].map(([tenantId, name, state, plan]) => [
    tenantId,
    { tenantId, name, state, plan, createdAt: ago(86400 * 12) },
  ]),
);
const PLANS = [
  ['starter', 'Starter', 4, 10],
  ['standard', 'Standard', 25, 100],
  ['enterprise', 'Enterprise', 500, 5000],
].map(([planId, name, streams, cameras]) => ({
  planId,
  name,
  entitlements: {
    maxConcurrentStreams: streams,
    maxConcurrentStreamsPerUser: streams,
    maxViewersPerCamera: streams,
    maxCameras: cameras,
    maxSessionSeconds: 14400,
  },
}));

const cameras = new Map();
function addCamera(tenantId, cameraId, name, summary, reason, more = {}) {
  cameras.set(`${tenantId}/${cameraId}`, {
    tenantId,
    cameraId,
    name,
    source: 'rtsp://***:***@10.0.0.7/stream1',
    enabled: summary !== 'disabled',
    onDemand: false,
    engine: 'auto',
    transport: 'tcp',
    labels: { floor: '1' },
    lifecycle: 'provisioned',
    summary,
    summarySince: ago(3720),
    reason,
    generation: 1,
    createdAt: ago(86400 * 5),
    updatedAt: ago(86400),
    ...more,
  });
}
addCamera('acme', 'lobby', 'Main lobby', 'online', 'live');
addCamera('acme', 'door', 'Back door', 'online', 'live');
addCamera('acme', 'garage', 'Garage', 'degraded', 'stalled');
addCamera('acme', 'roof', 'Roof', 'offline', 'unreachable');
addCamera(
  'acme',
  'safe',
  'Safe room with quite a long name',
  'auth_failed',
  'credentials_rejected',
);
addCamera('acme', 'new', 'Just added', 'pending', 'connecting', { summarySince: now() });
addCamera('acme', 'attic', 'Attic', 'unknown', 'gateway_unavailable');
addCamera('acme', 'cellar', 'Cellar', 'disabled', 'disabled');
addCamera('globex', 'lobby', 'Lobby', 'online', 'live');
addCamera('globex', 'pool', 'Pool', 'online', 'live');

const sessions = new Map();
const LIVE = new Set(['issued', 'active']);
const liveOf = (tenantId) =>
  [...sessions.values()].filter((s) => s.tenantId === tenantId && LIVE.has(s.state));

class Refusal extends Error {
  constructor(status, code, details) {
    super(code);
    Object.assign(this, { status, code, details });
  }
}
const refuse = (status, code, details) => {
  throw new Refusal(status, code, details);
};
const page = (items) => ({ items });

const camera = (ctx, id) =>
  cameras.get(`${ctx.tenant}/${id}`) ?? refuse(404, 'camera_not_found', { cameraId: id });
const tenantView = (t) => ({
  ...t,
  cameras: [...cameras.values()].filter((c) => c.tenantId === t.tenantId).length,
  liveSessions: liveOf(t.tenantId).length,
});
const tenant = (id) => tenants.get(id) ?? refuse(404, 'tenant_not_found', { tenantId: id });
const limitOf = (tenantId) =>
  PLANS.find((p) => p.planId === tenant(tenantId).plan).entitlements.maxConcurrentStreams;

const use = (limit, inUse) => ({ limit, inUse, overLimit: inUse > limit });

/** Everybody here has the same streams: what is full is always the viewer's own. */
function admit(ctx, c, { clientInstanceId, terminate = [] }) {
  if (tenant(c.tenantId).state !== 'active') refuse(403, 'tenant_suspended');
  const key = `${c.tenantId}/${c.cameraId}/${clientInstanceId}`;
  for (const id of terminate)
    end(sessions.get(id) ?? refuse(404, 'session_not_found'), 'taken_over');
  const live = liveOf(c.tenantId);
  const known = live.find((s) => s.key === key);
  const limit = limitOf(c.tenantId);
  if (!known && live.length >= limit) {
    refuse(409, 'stream_limit_reached', {
      scope: 'tenant',
      limit,
      inUse: live.length,
      retryAfterSeconds: 5,
      conflicts: live.map(({ id, cameraId, state, issuedAt }) => ({
        sessionId: id,
        cameraId,
        state,
        since: issuedAt,
      })),
    });
  }
  const session = known ?? {
    key,
    id: crypto.randomUUID(),
    tenantId: c.tenantId,
    cameraId: c.cameraId,
    state: 'issued',
    userId: ctx.user.username,
    username: ctx.user.username,
    requestedAt: now(),
    issuedAt: now(),
  };
  sessions.set(session.id, session);
  session.tokenId = crypto.randomUUID();
  return {
    session,
    tokenId: session.tokenId,
    token: 'fake',
    playbackUrl: `http://127.0.0.1:${GATEWAY_PORT}/live/${session.id}/index.m3u8`,
    expiresAt: ago(-60),
  };
}

function health(c) {
  const up = c.summary === 'online' || c.summary === 'degraded';
  const condition = (type, status, reason) => ({
    type,
    status,
    reason,
    message: reason,
    lastTransitionAt: c.summarySince,
    lastProbeAt: ago(4),
    observedGeneration: c.generation,
  });
  return {
    cameraId: c.cameraId,
    summary: c.summary,
    since: c.summarySince,
    generation: c.generation,
    conditions: [
      condition('Reachable', up || c.summary === 'auth_failed' ? 'true' : 'false', c.reason),
      condition(
        'Authenticated',
        up ? 'true' : c.summary === 'auth_failed' ? 'false' : 'unknown',
        c.reason,
      ),
      condition('MediaFlowing', String(up), c.reason),
      condition('ConfigApplied', 'true', 'provisioned'),
    ],
    lastSyncAt: ago(4),
    consecutiveFailures: up ? 0 : 7,
    ...(up && {
      gateway: {
        state: 'live',
        since: c.summarySince,
        generation: 1,
        engine: 'ffmpeg',
        tracks: [{ kind: 'video', codec: 'avc1.64001f', width: 1280, height: 720 }],
        startupMillis: 840,
        lastFrameAgeMillis: 34,
        bitrate: 2431000,
        fps: 25,
        gopMillis: 2000,
        latencyMillis: 12,
        viewers: liveOf(c.tenantId).filter((s) => s.cameraId === c.cameraId).length,
        restarts: 1,
        lastFailure: { kind: 'stalled', message: 'no data for 10 s', at: ago(9000) },
      },
    }),
  };
}

const ROUTES = [
  [
    'POST',
    '/auth/login',
    ({ body, res }) => {
      const user = USERS.find(
        (u) => u.username === body.username && u.tenantId === (body.tenantId || undefined),
      );
      if (!user || body.password === 'wrong') refuse(401, 'invalid_credentials');
      res.setHeader(
        'Set-Cookie',
        `atalaya_session=${user.username}; HttpOnly; SameSite=Strict; Path=/`,
      );
      return me(user);
    },
    'open',
  ],
  [
    'POST',
    '/auth/logout',
    ({ res }) => {
      res.setHeader('Set-Cookie', 'atalaya_session=; Max-Age=0; Path=/');
      return null;
    },
    'open',
  ],
  ['GET', '/me', ({ user }) => me(user)],
  ['GET', '/tenants', () => page([...tenants.values()].map(tenantView))],
  [
    'POST',
    '/tenants',
    ({ body }) => {
      if (tenants.has(body.tenantId)) refuse(409, 'tenant_already_exists');
      tenants.set(body.tenantId, { ...body, admin: undefined, state: 'active', createdAt: now() });
      return tenantView(tenant(body.tenantId));
    },
  ],
  ['GET', '/tenants/:t', ({ params }) => tenantView(tenant(params.t))],
  [
    'POST',
    '/tenants/:t:suspend',
    ({ params }) => {
      tenant(params.t).state = 'suspended';
      for (const s of liveOf(params.t)) end(s, 'tenant_suspended');
      return tenantView(tenant(params.t));
    },
  ],
  [
    'POST',
    '/tenants/:t:resume',
    ({ params }) => {
      tenant(params.t).state = 'active';
      return tenantView(tenant(params.t));
    },
  ],
  [
    'POST',
    '/tenants/:t:deprovision',
    ({ params }) => {
      const live = liveOf(params.t);
      for (const s of live) end(s, 'tenant_deprovisioned');
      tenants.delete(params.t);
      for (const key of [...cameras.keys()])
        if (key.startsWith(`${params.t}/`)) cameras.delete(key);
      const steps = [
        'admission_closed',
        'sessions_ended',
        'gateway_emptied',
        'rows_purged',
        'tombstone',
      ];
      return {
        tenantId: params.t,
        state: 'deprovisioned',
        steps: steps.map((name) => ({ name, state: 'done', count: live.length })),
      };
    },
  ],
  ['GET', '/plans', () => page(PLANS)],
  [
    'GET',
    '/cameras',
    ({ tenant: t }) =>
      page([...cameras.values()].filter((c) => t === undefined || c.tenantId === t)),
  ],
  ['GET', '/cameras/:c', (ctx) => camera(ctx, ctx.params.c)],
  [
    'PUT',
    '/cameras/:c',
    (ctx) => {
      const key = `${ctx.tenant}/${ctx.params.c}`;
      if (cameras.has(key) && ctx.req.headers['if-none-match'] === '*')
        refuse(409, 'camera_already_exists');
      if (/127\.|localhost/.test(ctx.body.source)) {
        refuse(400, 'source_not_allowed', {
          violations: [{ field: 'source', message: 'loopback' }],
        });
      }
      addCamera(ctx.tenant, ctx.params.c, ctx.body.name, 'pending', 'connecting', {
        summarySince: now(),
      });
      const made = cameras.get(key);
      setTimeout(
        () => Object.assign(made, { summary: 'online', reason: 'live', summarySince: now() }),
        5000,
      );
      return made;
    },
  ],
  [
    'DELETE',
    '/cameras/:c',
    (ctx) => {
      const c = camera(ctx, ctx.params.c);
      for (const s of liveOf(c.tenantId)) if (s.cameraId === c.cameraId) end(s, 'camera_deleted');
      cameras.delete(`${c.tenantId}/${c.cameraId}`);
      return null;
    },
  ],
  ['GET', '/cameras/:c/health', (ctx) => health(camera(ctx, ctx.params.c))],
  ['POST', '/cameras/:c/sync-health', (ctx) => health(camera(ctx, ctx.params.c))],
  [
    'POST',
    '/cameras/:c/stream-token',
    (ctx) => admit(ctx, camera(ctx, ctx.params.c), ctx.body ?? {}),
  ],
  [
    'POST',
    '/stream-tokens',
    (ctx) => ({
      items: ctx.body.cameras.map(({ cameraId, clientInstanceId }) => {
        try {
          const ticket = admit(ctx, camera(ctx, cameraId), { clientInstanceId });
          return { cameraId, status: 201, ticket };
        } catch (refusal) {
          if (refusal.status === undefined) throw refusal;
          const { status, code, details } = refusal;
          return { cameraId, status, error: { code, message: code, details } };
        }
      }),
    }),
  ],
  [
    'GET',
    '/sessions',
    ({ tenant: t, query }) =>
      page(
        [...sessions.values()].filter(
          (s) =>
            (t === undefined || s.tenantId === t) &&
            (!query.get('state') || s.state === query.get('state')) &&
            (!query.get('cameraId') || s.cameraId === query.get('cameraId')),
        ),
      ),
  ],
  [
    'POST',
    '/sessions/:s/end',
    ({ params, body }) =>
      end(sessions.get(params.s) ?? refuse(404, 'session_not_found'), body?.reason ?? 'viewer'),
  ],
  [
    'POST',
    '/sessions/:s/leave',
    ({ params, body: { tokenId } }) => {
      const session = sessions.get(params.s) ?? refuse(404, 'session_not_found');
      const isHere = () => session.tokenId === tokenId;
      setTimeout(() => isHere() && end(session, 'viewer_left'), RETURN_MILLIS);
      return session;
    },
  ],
  [
    'GET',
    '/usage',
    ({ tenant: t }) => ({
      plan: tenant(t).plan,
      entitlements: {
        maxConcurrentStreams: use(limitOf(t), liveOf(t).length),
        maxConcurrentStreamsPerUser: use(limitOf(t), liveOf(t).length),
        maxViewersPerCamera: use(limitOf(t), Math.min(1, liveOf(t).length)),
        maxCameras: use(10, tenantView(tenant(t)).cameras),
        maxSessionSeconds: { limit: 14400, overLimit: false },
      },
    }),
  ],
  [
    'GET',
    '/gateways',
    () => [
      {
        nodeId: 'gateway-1',
        url: `http://127.0.0.1:${GATEWAY_PORT}`,
        state: 'up',
        cameras: cameras.size,
        cameraCapacity: 500,
        viewers: [...sessions.values()].filter((s) => s.state === 'active').length,
        lastSeenAt: ago(3),
      },
    ],
  ],
].map(([method, path, handle, access]) => ({
  method,
  pattern: new RegExp(`^${path.replace(/:([a-z])(?![a-z])/g, '(?<$1>[^/:]+)')}$`),
  handle,
  access,
}));

function end(session, reason) {
  if (LIVE.has(session.state)) {
    Object.assign(session, { state: 'ended', endedAt: now(), endReason: reason });
  }
  return session;
}

const me = (user) => ({
  userId: user.username,
  ...user,
  permissions: PERMISSIONS[user.role],
  ...(user.tenantId && { tenantName: tenants.get(user.tenantId)?.name }),
});

createServer(async (req, res) => {
  const url = new URL(req.url, 'http://localhost');
  if (url.pathname === '/') return res.writeHead(302, { Location: '/portal/' }).end();
  if (!url.pathname.startsWith('/api/')) return serveFile(url.pathname, res);
  try {
    const path = url.pathname.slice('/api/v1'.length);
    const route = ROUTES.find((r) => r.method === req.method && r.pattern.test(path));
    if (!route) refuse(404, 'route_not_found');
    const name = /atalaya_session=([a-z]+)/.exec(req.headers.cookie ?? '')?.[1];
    const user = USERS.find((u) => u.username === name);
    if (!user && route.access !== 'open') refuse(401, 'unauthenticated');
    let text = '';
    for await (const part of req) text += part;
    const answer = route.handle({
      req,
      res,
      user,
      tenant: user?.tenantId ?? req.headers['tenant-id'],
      params: route.pattern.exec(path).groups ?? {},
      query: url.searchParams,
      body: text === '' ? undefined : JSON.parse(text),
    });
    if (answer === null) return res.writeHead(204).end();
    json(res, 200, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    const { status = 500, code = 'internal_error', details = {} } = error;
    json(res, status, { code, message: code, details });
  }
}).listen(PORT, '127.0.0.1');

function json(res, status, body) {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function serveFile(path, res) {
  const app = path.startsWith('/admin') ? '/admin' : '/portal';
  const file = extname(path) === '' ? `${app}/index.html` : normalize(path);
  const gateway = `http://127.0.0.1:${GATEWAY_PORT}`;
  res.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' blob: data:; connect-src 'self' ${gateway}; media-src blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  );
  try {
    const body = readFileSync(join(WEB, file));
    res.writeHead(200, { 'Content-Type': TYPES[extname(file)] }).end(body);
  } catch {
    res.writeHead(404).end();
  }
}

// ---- the gateway ------------------------------------------------------------------------------

const media = mkdtempSync(join(tmpdir(), 'fake-gateway-'));
const ffmpeg = spawn(
  'ffmpeg',
  [
    ...'-loglevel error -re -f lavfi -i testsrc2=size=640x360:rate=25'.split(' '),
    ...'-c:v libx264 -preset ultrafast -tune zerolatency -g 25 -pix_fmt yuv420p -f hls'.split(' '),
    ...'-hls_time 1 -hls_list_size 6 -hls_segment_type fmp4'.split(' '),
    ...'-hls_flags delete_segments+program_date_time+temp_file'.split(' '),
    join(media, 'video.m3u8'),
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
process.on('exit', () => {
  ffmpeg.kill('SIGKILL');
  rmSync(media, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

createServer((req, res) => {
  res.setHeader('Access-Control-Allow-Origin', `http://127.0.0.1:${PORT}`);
  const [, , id, file] = new URL(req.url, 'http://localhost').pathname.split('/');
  const session = sessions.get(id);
  if (!session) return json(res, 401, { code: 'token_invalid', message: 'no' });
  if (!LIVE.has(session.state)) {
    const details = { reason: session.endReason, endedAt: session.endedAt };
    return json(res, 410, { code: 'session_ended', message: 'over', details });
  }
  const { summary } = cameras.get(`${session.tenantId}/${session.cameraId}`) ?? {};
  if (summary !== 'online' && summary !== 'degraded') {
    return json(res, 503, { code: 'stream_not_ready', message: 'not yet' });
  }
  if (session.state === 'issued') Object.assign(session, { state: 'active', activatedAt: now() });
  if (file === 'index.m3u8') {
    res.writeHead(200, { 'Content-Type': TYPES['.m3u8'] });
    return res.end(
      '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=640x360,CODECS="avc1.42c01e"\nvideo.m3u8\n',
    );
  }
  try {
    const body = readFileSync(join(media, normalize(`/${file}`)));
    res.writeHead(200, { 'Content-Type': TYPES[extname(file)] }).end(body);
  } catch {
    res.writeHead(404).end();
  }
}).listen(GATEWAY_PORT, '127.0.0.1');

console.log(
  `http://127.0.0.1:${PORT}/ (acme: ana, vera; globex: gus; /admin/: admin; any password but "wrong")`,
);
