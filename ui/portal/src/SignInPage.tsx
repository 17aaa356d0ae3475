import { GoTo, SignIn, useSession, useWords } from '@atalaya/shared';
import { localPath } from '@atalaya/shared/auth/localPath.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';

export function SignInPage() {
  const { t } = useWords();
  const { tenant, next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const { query } = useSession();
  const target = localPath(next);
  if (query.data) return <GoTo to={target} />;
  return (
    <SignIn
      heading={t('portal.heading')}
      withTenant
      tenant={tenant}
      onSignedIn={() => void navigate({ to: target, replace: true })}
    />
  );
}
