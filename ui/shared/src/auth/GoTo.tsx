import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

interface GoToProps {
  to: string;
  search?: Record<string, string>;
}

/**
 * Leads elsewhere, once. The router's own `Navigate` goes again at every render, and one that
 * renders while the page changes never ends.
 */
export function GoTo({ to, search = {} }: GoToProps) {
  const navigate = useNavigate();
  const gone = useRef(false);
  useEffect(() => {
    if (gone.current) return;
    gone.current = true;
    void navigate({ to, search: search as never, replace: true });
  });
  return null;
}
