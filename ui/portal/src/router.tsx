import { auditSearch, cameraPageSearch } from '@atalaya/shared';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { cameraSearch } from './cameras/search.ts';
import { NotFound } from './NotFound.tsx';
import { Shell } from './Shell.tsx';
import { SignInPage } from './SignInPage.tsx';
import { wallSearch } from './wall/search.ts';
import { webhookSearch } from './webhooks/search.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: (search: Record<string, unknown>): { tenant?: string; next?: string } => ({
    ...(typeof search.tenant === 'string' ? { tenant: search.tenant } : {}),
    ...(typeof search.next === 'string' ? { next: search.next } : {}),
  }),
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/cameras', replace: true });
  },
});

const cameras = createRoute({
  getParentRoute: () => shell,
  path: '/cameras',
  component: lazyRouteComponent(() => import('./cameras/CamerasPage.tsx'), 'CamerasPage'),
  validateSearch: cameraSearch,
});

const camera = createRoute({
  getParentRoute: () => shell,
  path: '/cameras/$cameraId',
  component: lazyRouteComponent(() => import('./camera/CameraPage.tsx'), 'CameraPage'),
  validateSearch: cameraPageSearch,
});

const wall = createRoute({
  getParentRoute: () => shell,
  path: '/wall',
  component: lazyRouteComponent(() => import('./wall/WallPage.tsx'), 'WallPage'),
  validateSearch: wallSearch,
});

const webhooks = createRoute({
  getParentRoute: () => shell,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./webhooks/WebhooksPage.tsx'), 'WebhooksPage'),
});

const webhook = createRoute({
  getParentRoute: () => shell,
  path: '/webhooks/$webhookId',
  component: lazyRouteComponent(() => import('./webhooks/WebhookPage.tsx'), 'WebhookPage'),
  validateSearch: webhookSearch,
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
  validateSearch: auditSearch,
});

const pages = shell.addChildren([home, cameras, camera, wall, webhooks, webhook, audit]);

export const router = createRouter({
  routeTree: root.addChildren([signIn, pages]),
  basepath: '/portal',
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
