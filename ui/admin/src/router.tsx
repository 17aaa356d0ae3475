import { auditSearch, cameraPageSearch } from '@atalaya/shared';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { NotFound } from './NotFound.tsx';
import { Shell } from './Shell.tsx';
import { SignInPage } from './SignInPage.tsx';
import { texts } from './search.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: texts('next'),
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/OverviewPage.tsx'), 'OverviewPage'),
});

const tenants = createRoute({
  getParentRoute: () => shell,
  path: '/tenants',
  component: lazyRouteComponent(() => import('./tenants/TenantsPage.tsx'), 'TenantsPage'),
  validateSearch: texts('q', 'state'),
});

const tenant = createRoute({
  getParentRoute: () => shell,
  path: '/tenants/$tenantId',
  component: lazyRouteComponent(() => import('./tenant/TenantPage.tsx'), 'TenantPage'),
  validateSearch: texts('tab'),
});

const cameras = createRoute({
  getParentRoute: () => shell,
  path: '/cameras',
  component: lazyRouteComponent(() => import('./cameras/CamerasPage.tsx'), 'CamerasPage'),
  validateSearch: texts('q', 'state', 'reason', 'tenant'),
});

const camera = createRoute({
  getParentRoute: () => shell,
  path: '/cameras/$tenantId/$cameraId',
  component: lazyRouteComponent(() => import('./camera/CameraPage.tsx'), 'CameraPage'),
  validateSearch: cameraPageSearch,
});

const sessions = createRoute({
  getParentRoute: () => shell,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./sessions/SessionsPage.tsx'), 'SessionsPage'),
  validateSearch: texts('state', 'tenant'),
});

const gateways = createRoute({
  getParentRoute: () => shell,
  path: '/gateways',
  component: lazyRouteComponent(() => import('./gateways/GatewaysPage.tsx'), 'GatewaysPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
  validateSearch: auditSearch,
});

const pages = shell.addChildren([
  overview,
  tenants,
  tenant,
  cameras,
  camera,
  sessions,
  gateways,
  audit,
]);

export const router = createRouter({
  routeTree: root.addChildren([signIn, pages]),
  basepath: '/admin',
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
