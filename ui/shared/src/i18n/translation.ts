/** The same tree of keys, with other words at the leaves. */
export type Translation<T> = { [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };
