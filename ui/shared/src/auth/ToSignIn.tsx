import { useRouter } from '@tanstack/react-router';
import { GoTo } from './GoTo.tsx';

/** Leads to the sign-in page, which leads back here afterwards. */
export function ToSignIn() {
  const { pathname, searchStr } = useRouter().latestLocation;
  return <GoTo to="/sign-in" search={pathname === '/' ? {} : { next: pathname + searchStr }} />;
}
