import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { es } from './es.ts';

export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
const CHOICE = 'atalaya.language';

/** Starts translation with the shared words and the app's own. */
export function setUpLanguage(app: Record<Language, object>): void {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  void i18next.use(initReactI18next).init({
    resources: {
      en: { translation: { ...en, ...app.en } },
      es: { translation: { ...es, ...app.es } },
    },
    lng: preferredLanguage(localStorage.getItem(CHOICE), navigator.languages),
    fallbackLng: 'en',
    supportedLngs: LANGUAGES,
    interpolation: { escapeValue: false }, // React escapes
  });
}

/** A choice made here wins; then the first of the browser's languages that we speak. */
export function preferredLanguage(chosen: string | null, browser: readonly string[]): Language {
  const wanted = [chosen ?? '', ...browser.map((tag) => tag.slice(0, 2).toLowerCase())];
  return wanted.flatMap((tag) => LANGUAGES.filter((known) => known === tag))[0] ?? 'en';
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(CHOICE, language);
  void i18next.changeLanguage(language);
}
