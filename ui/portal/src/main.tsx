import { bootstrap } from '@atalaya/shared';
import { RouterProvider } from '@tanstack/react-router';
import { en } from './i18n/en.ts';
import { es } from './i18n/es.ts';
import { router } from './router.tsx';

bootstrap({ en, es }, <RouterProvider router={router} />);
