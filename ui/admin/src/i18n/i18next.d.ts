import type { en as shared } from '@atalaya/shared/i18n/en.ts';
import 'i18next';
import type { en } from './en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof shared & typeof en };
  }
}
