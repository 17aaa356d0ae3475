import {
  Alert,
  Button,
  Group,
  PasswordInput,
  SegmentedControl,
  Stack,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { asApiError } from '../api/error.ts';
import { useTitle } from '../components/useTitle.ts';
import { chooseLanguage, LANGUAGES, type Language } from '../i18n/setup.ts';
import { useWords } from '../i18n/words.ts';
import { Mark } from '../theme/Brand.tsx';
import classes from './SignIn.module.css';
import { type Credentials, useSession } from './session.tsx';

interface SignInProps {
  /** Says which door this is. */
  heading: string;
  /** Organisations sign in with their short name; the platform's people have none. */
  withTenant: boolean;
  tenant?: string | undefined;
  onSignedIn: () => void;
}

export function SignIn({ heading, withTenant, tenant, onSignedIn }: SignInProps) {
  const words = useWords();
  const { t } = words;
  const session = useSession();
  useTitle(t('signIn.title'));
  const required = (value: string) => (value.trim() === '' ? t('signIn.required') : null);
  const form = useForm({
    initialValues: { tenantId: tenant ?? '', username: '', password: '' },
    validate: {
      username: required,
      password: required,
      tenantId: (value) => (withTenant ? required(value) : null),
    },
  });
  const signIn = useMutation({
    mutationFn: (values: Credentials) => session.signIn(values),
    onSuccess: onSignedIn,
    onError: () => form.setFieldValue('password', ''),
  });
  const submit = form.onSubmit(({ tenantId, username, password }) =>
    signIn.mutate({
      ...(withTenant ? { tenantId: tenantId.trim() } : {}),
      username: username.trim(),
      password,
    }),
  );
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Group justify="space-between" mb="xl">
          <Group gap="sm">
            <Mark size={44} />
            <div>
              <div className={classes.name}>Atalaya</div>
              <div className={classes.door}>{heading}</div>
            </div>
          </Group>
          <LanguageSwitch />
        </Group>
        <Title order={1} fz={22} mb="md">
          {t('signIn.title')}
        </Title>
        <form onSubmit={submit} noValidate>
          <Stack>
            {signIn.isError && (
              <Alert color="red" role="alert" variant="light">
                {words.error(asApiError(signIn.error))}
              </Alert>
            )}
            {withTenant && (
              <TextInput
                label={t('signIn.tenant')}
                description={t('signIn.tenantHint')}
                name="tenantId"
                autoComplete="organization"
                autoCapitalize="none"
                spellCheck={false}
                {...form.getInputProps('tenantId')}
              />
            )}
            <TextInput
              label={t('signIn.username')}
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              {...form.getInputProps('username')}
            />
            <PasswordInput
              label={t('signIn.password')}
              name="password"
              autoComplete="current-password"
              {...form.getInputProps('password')}
            />
            <Button type="submit" size="md" mt="xs" loading={signIn.isPending}>
              {t('signIn.submit')}
            </Button>
          </Stack>
        </form>
      </div>
    </main>
  );
}

function LanguageSwitch() {
  const { t, i18n } = useWords();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language.label')}
      value={i18n.language}
      onChange={(language) => chooseLanguage(language as Language)}
      data={LANGUAGES.map((language) => ({ value: language, label: language.toUpperCase() }))}
    />
  );
}
